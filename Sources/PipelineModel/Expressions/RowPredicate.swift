/// A condition over a record, compiled against the schema of its place in the plan.
public struct RowPredicate: Sendable {
  private enum Body: Sendable {
    case compiled(RowTest, RecordProgram)
    case general(RecordProgram)
    case custom(@Sendable (Batch, Int) throws(Failure) -> Bool)
  }

  /// Its text as written, for plans and messages.
  public let text: String
  private let body: Body

  /// A condition that runs `body` on a row of a batch.
  public init(text: String, body: @escaping @Sendable (Batch, Int) throws(Failure) -> Bool) {
    self.text = text
    self.body = .custom(body)
  }

  init(_ program: RecordProgram) {
    text = program.text
    body = program.rowTest.map { .compiled($0, program) } ?? .general(program)
  }

  /// Whether the condition holds for a row.
  ///
  /// - Throws: a permanent failure when the expression can't be evaluated on this record.
  public func holds(for row: Int, in batch: Batch) throws(Failure) -> Bool {
    switch body {
    case .compiled(let test, let program):
      switch test(Row(row, of: batch)) {
      case .yes: return true
      case .no: return false
      case .undecided: return try program.test(row, in: batch)
      }
    case .general(let program): return try program.test(row, in: batch)
    case .custom(let body): return try body(batch, row)
    }
  }

  /// Sorts rows of a batch by the condition; faster than asking row by row.
  ///
  /// - Parameters:
  ///   - rows: the rows to look at.
  ///   - others: called for each row for which the condition doesn't hold, with the failure if it can't be evaluated.
  /// - Returns: the rows for which it holds, in the same order.
  public func select(
    _ rows: UnsafeBufferPointer<UInt32>, in batch: Batch, others: (Int, Failure?) -> Void
  ) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: rows.count) { chosen, count in
      guard let chosen = chosen.baseAddress else { return }
      var holding = 0
      for row in rows {
        do throws(Failure) {
          if try holds(for: Int(row), in: batch) {
            chosen[holding] = row
            holding &+= 1
          } else {
            others(Int(row), nil)
          }
        } catch {
          others(Int(row), error)
        }
      }
      count = holding
    }
  }
}
