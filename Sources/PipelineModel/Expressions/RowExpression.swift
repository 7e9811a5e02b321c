internal import CEL
internal import Resilience

/// A computed value, compiled against the schema of its place in the plan.
public struct RowExpression: Sendable {
  /// Its text as written, for plans and messages.
  public let text: String
  /// What it yields, as far as is known when the plan is built.
  public let type: ColumnType
  /// Whether it may yield null.
  public let isNullable: Bool
  private let body: @Sendable (Batch, Int) throws(Failure) -> Cell

  /// An expression that runs `body` on a row of a batch.
  public init(
    text: String, type: ColumnType, isNullable: Bool,
    body: @escaping @Sendable (Batch, Int) throws(Failure) -> Cell
  ) {
    self.text = text
    self.type = type
    self.isNullable = isNullable
    self.body = body
  }

  init(text: String, expression: RecordProgram) {
    self.text = text
    let result = ResultType(expression.checked, expression.scope.schema)
    type = result.type
    isNullable = result.isNullable
    body = { (batch, row) throws(Failure) in
      let value = try expression.value(for: row, in: batch, attempt: 1)
      do throws(EvaluationError) {
        return try batch.cell(value, as: result.type)
      } catch {
        throw Failure("ExpressionError", .permanent, error.message)
      }
    }
  }

  /// The value for a row; text in it lives as long as the batch.
  ///
  /// - Throws: a permanent failure when the expression can't be evaluated on this record.
  public func value(for row: Int, in batch: Batch) throws(Failure) -> Cell { try body(batch, row) }
}
