/// A computed value, compiled against the schema of its place in the plan.
public struct RowExpression: Sendable {
  private enum Body: Sendable {
    case compiled(RowValue, RecordProgram)
    case general(RecordProgram)
    case custom(@Sendable (Batch, Int) throws(Failure) -> Cell)
  }

  /// Its text as written, for plans and messages.
  public let text: String
  /// What it yields, as far as is known when the plan is built.
  public let type: ColumnType
  /// Whether it may yield null.
  public let isNullable: Bool
  private let body: Body

  /// An expression that runs `body` on a row of a batch.
  public init(
    text: String, type: ColumnType, isNullable: Bool,
    body: @escaping @Sendable (Batch, Int) throws(Failure) -> Cell
  ) {
    self.text = text
    self.type = type
    self.isNullable = isNullable
    self.body = .custom(body)
  }

  init(_ program: RecordProgram) {
    text = program.text
    type = program.result.type
    isNullable = program.result.isNullable
    body = program.rowValue.map { .compiled($0, program) } ?? .general(program)
  }

  /// The value for a row; text in it lives as long as the batch.
  ///
  /// - Throws: a permanent failure when the expression can't be evaluated on this record.
  public func value(for row: Int, in batch: Batch) throws(Failure) -> Cell {
    switch body {
    case .compiled(let value, let program):
      let cell = value(Row(row, of: batch))
      return cell.tag == .undecided ? try program.cell(for: row, in: batch) : cell
    case .general(let program): return try program.cell(for: row, in: batch)
    case .custom(let body): return try body(batch, row)
    }
  }
}
