/// A condition over a record, compiled against the schema of its place in the plan.
public struct RowPredicate: Sendable {
  /// Its text as written, for plans and messages.
  public let text: String
  private let body: @Sendable (Batch, Int) throws(Failure) -> Bool

  /// A condition that runs `body` on a row of a batch.
  public init(text: String, body: @escaping @Sendable (Batch, Int) throws(Failure) -> Bool) {
    self.text = text
    self.body = body
  }

  init(text: String, expression: RecordProgram) {
    self.text = text
    body = { (batch, row) throws(Failure) in try expression.test(row, in: batch, attempt: 1) }
  }

  /// Whether the condition holds for a row.
  ///
  /// - Throws: a permanent failure when the expression can't be evaluated on this record.
  public func holds(for row: Int, in batch: Batch) throws(Failure) -> Bool { try body(batch, row) }
}
