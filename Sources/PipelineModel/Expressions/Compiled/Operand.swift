/// A compiled part of an expression, as far as the part around it can make use of what it is.
enum Operand: Sendable {
  /// Always the same.
  case constant(Cell)
  /// The value of a column.
  case column(ColumnReader)
  /// Computed for each row.
  case computed(RowValue)

  /// As a closure.
  var value: RowValue {
    switch self {
    case .constant(let cell): return { _ in cell }
    case .column(let column): return { row in column.read(row) }
    case .computed(let value): return value
    }
  }

  /// As a condition.
  var test: RowTest {
    switch self {
    case .constant(let cell):
      let truth = cell.truth
      return { _ in truth }
    case .column(let column): return { row in row.cells[column.slot].truth }
    case .computed(let value): return { row in value(row).truth }
    }
  }

  var constant: Cell? {
    if case .constant(let cell) = self { cell } else { nil }
  }
}
