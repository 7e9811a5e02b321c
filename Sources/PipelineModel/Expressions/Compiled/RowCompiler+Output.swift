internal import CEL

extension RowCompiler {
  /// The value as it goes into a column of this type; nil if nothing would be gained.
  ///
  /// A plain column hands on its cells as they are, with the text of its numbers and unopened JSON. Constant texts are
  /// copied, since they live only as long as the expression.
  func output(_ expression: CheckedExpression, as type: ColumnType) -> RowValue? {
    switch expression.kind {
    case .select(let operand, let field) where operand.isRecord:
      guard let column = scope.schema[field], column.type == type else { break }
      let reader = ColumnReader(column)
      return RowValue { row in reader.cell(row) }
    case .conditional(let condition, let yes, let no):
      guard let condition = test(condition), let yes = output(yes, as: type), let no = output(no, as: type)
      else {
        break
      }
      return Self.conditional(condition, yes, no)
    default: break
    }
    guard let operand = value(expression) else { return nil }
    guard case .constant(let cell) = operand, cell.tag == .string else { return operand.value }
    return RowValue { row in row.batch.copyText(cell.text) }
  }

  /// A branch that the general evaluator computes.
  private func general(_ expression: CheckedExpression, as type: ColumnType) -> RowValue? {
    guard let program = try? environment.compile(expression) else { return nil }
    let scope = scope
    return RowValue { row in
      let activation = RowActivation(scope: scope, batch: row.batch, row: row.index)
      guard let value = try? program.evaluate(activation) else { return .undecided }
      return (try? row.batch.cell(value, as: type)) ?? .undecided
    }
  }
}
