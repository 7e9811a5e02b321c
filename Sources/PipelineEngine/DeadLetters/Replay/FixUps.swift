import ConfigSpec
import PipelineModel

/// New values for fields of records that enter at one stage: `--set amount="0"`.
struct FixUps: Sendable {
  private let changes: [(column: Column, expression: RowExpression)]

  /// Compiles the changes for the columns at the stage.
  ///
  /// - Throws: `.refused` with what is wrong with them.
  init(
    _ changes: [(field: String, expression: String)], at reentry: Reentry, identity: RecordIdentity
  ) throws(EngineProblem) {
    let compiler = ExpressionCompiler(params: [], identity: identity)
    var compiled: [(column: Column, expression: RowExpression)] = []
    for change in changes {
      let option = "--set \(change.field)="
      guard let column = reentry.schema[change.field] else {
        let names = reentry.schema.names.map { "`\($0)`" }.joined(separator: ", ")
        throw EngineProblem(
          .refused,
          "`\(option)\(change.expression)`: records at `\(reentry.name)` have no field `\(change.field)`; they have"
            + " \(names)",
          help: reentry.stage < 0 ? "change originals with `pipeline dlq edit`" : nil)
      }
      let expression = try compile(change.expression, option) { source, diagnostics in
        compiler.expression(source, reentry.schema, &diagnostics)
      }
      guard Self.fits(expression, column) else {
        throw EngineProblem(
          .refused,
          "`\(option)\(change.expression)`: `\(column.name)` is \(Self.noun(column.type)) at `\(reentry.name)`, this is"
            + " \(Self.noun(expression.type))\(expression.isNullable ? " that may be null" : "")")
      }
      compiled.append((column, expression))
    }
    self.changes = compiled
  }

  /// Changes a row; each expression sees what the ones before it did.
  func apply(to row: Int, in batch: Batch) throws(Failure) {
    let cells = batch.row(row)
    for change in changes {
      var cell = try change.expression.value(for: row, in: batch)
      if change.column.type == .string, !cell.tag.isText, let text = cell.plainText {
        cell = text.withUnsafeBufferPointer { batch.copyText($0) }
      }
      if change.column.type == .double, cell.tag == .integer { cell = Cell(Double(cell.integer)) }
      cells[change.column.slot] = cell
    }
  }

  private static func noun(_ type: ColumnType) -> String {
    (type == .integer ? "an " : "a ") + type.rawValue
  }

  /// A string column takes any scalar as its text, as a CSV file would hold it.
  private static func fits(_ expression: RowExpression, _ column: Column) -> Bool {
    if expression.isNullable, !column.isNullable, column.type != .dynamic { return false }
    return column.type == expression.type || column.type == .dynamic || expression.type == .dynamic
      || column.type == .string || (column.type == .double && expression.type == .integer)
  }
}
