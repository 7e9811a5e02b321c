/// A computed value, compiled against the schema of its place in the plan.
public struct RowExpression: Sendable {
  /// Who gives the value where the compiled expression can't.
  private enum Authority: Sendable {
    case program(RecordProgram)
    case body(@Sendable (Batch, Int) throws(Failure) -> Cell)
  }

  /// Its text as written, for plans and messages.
  public let text: String
  /// What it yields, as far as is known when the plan is built.
  public let type: ColumnType
  /// Whether it may yield null.
  public let isNullable: Bool
  private let value: RowValue
  private let authority: Authority

  /// An expression that runs `body` on a row of a batch.
  public init(
    text: String, type: ColumnType, isNullable: Bool,
    body: @escaping @Sendable (Batch, Int) throws(Failure) -> Cell
  ) {
    self.text = text
    self.type = type
    self.isNullable = isNullable
    value = RowValue { _ in .undecided }
    authority = .body(body)
  }

  init(_ program: RecordProgram) {
    text = program.text
    type = program.result.type
    isNullable = program.result.isNullable
    value = program.rowValue
    authority = .program(program)
  }

  /// The value for a row; text in it lives as long as the batch.
  ///
  /// - Throws: a permanent failure when the expression can't be evaluated on this record.
  public func value(for row: Int, in batch: Batch) throws(Failure) -> Cell {
    let cell = value(Row(row, of: batch))
    return cell.tag == .undecided ? try decide(row, batch) : cell
  }

  @inline(never)
  private func decide(_ row: Int, _ batch: Batch) throws(Failure) -> Cell {
    switch authority {
    case .program(let program): try program.cell(for: row, in: batch)
    case .body(let body): try body(batch, row)
    }
  }

  /// Computes the value for each of the rows that is live, and stores it; faster than asking row by row.
  ///
  /// - Parameters:
  ///   - slot: the cell of a row that gets the value.
  ///   - rows: the rows to look at.
  ///   - failed: called for each row for which there is no value.
  public func fill(
    _ slot: Int, of rows: UnsafeBufferPointer<UInt32>, in batch: Batch, failed: (Int, Failure) -> Void
  ) {
    for row in rows {
      let index = Int(row)
      guard batch.status(index) == .live else { continue }
      do throws(Failure) {
        let cell = value(Row(index, of: batch))
        batch.row(index)[slot] = cell.tag == .undecided ? try decide(index, batch) : cell
      } catch {
        failed(index, error)
      }
    }
  }
}
