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

  /// The value for a row; text in it lives as long as the batch.
  ///
  /// - Throws: a permanent failure when the expression can't be evaluated on this record.
  public func value(for row: Int, in batch: Batch) throws(Failure) -> Cell { try body(batch, row) }
}
