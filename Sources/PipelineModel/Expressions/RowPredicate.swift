/// A condition over a record, compiled against the schema of its place in the plan.
public struct RowPredicate: Sendable {
  /// Who decides where the compiled condition can't tell.
  private enum Authority: Sendable {
    case program(RecordProgram)
    case body(@Sendable (Batch, Int) throws(Failure) -> Bool)
  }

  /// Its text as written, for plans and messages.
  public let text: String
  private let test: RowTest
  private let authority: Authority

  /// A condition that runs `body` on a row of a batch.
  public init(text: String, body: @escaping @Sendable (Batch, Int) throws(Failure) -> Bool) {
    self.text = text
    test = RowTest { _ in .undecided }
    authority = .body(body)
  }

  init(_ program: RecordProgram) {
    text = program.text
    test = program.rowTest
    authority = .program(program)
  }

  /// Whether the condition holds for a row.
  ///
  /// - Throws: a permanent failure when the expression can't be evaluated on this record.
  public func holds(for row: Int, in batch: Batch) throws(Failure) -> Bool {
    switch test(Row(row, of: batch)) {
    case .yes: true
    case .no: false
    case .undecided: try decide(row, batch)
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
        switch test(Row(Int(row), of: batch)) {
        case .yes:
          chosen[holding] = row
          holding &+= 1
        case .no: others(Int(row), nil)
        case .undecided:
          do throws(Failure) {
            guard try decide(Int(row), batch) else {
              others(Int(row), nil)
              continue
            }
            chosen[holding] = row
            holding &+= 1
          } catch {
            others(Int(row), error)
          }
        }
      }
      count = holding
    }
  }

  @inline(never)
  private func decide(_ row: Int, _ batch: Batch) throws(Failure) -> Bool {
    switch authority {
    case .program(let program): try program.test(row, in: batch)
    case .body(let body): try body(batch, row)
    }
  }
}
