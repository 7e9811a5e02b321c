/// A compiled part of an expression, as far as the part around it can make use of what it is.
enum Operand: Sendable {
  /// Always the same.
  case constant(Cell)
  /// The value of a column.
  case column(ColumnReader)
  /// Computed for each row.
  case value(RowValue)

  /// Computed by a closure.
  static func computed(_ body: @escaping @Sendable (Row) -> Cell) -> Operand { .value(RowValue(body)) }

  /// As a closure.
  var value: RowValue {
    switch self {
    case .constant(let cell): return RowValue { _ in cell }
    case .column(let column): return RowValue { row in column.read(row) }
    case .value(let value): return value
    }
  }

  /// As a condition.
  var test: RowTest {
    switch self {
    case .constant(let cell):
      let truth = cell.truth
      return RowTest { _ in truth }
    case .column(let column): return RowTest { row in row.cells[column.slot].truth }
    case .value(let value): return RowTest { row in value(row).truth }
    }
  }

  var constant: Cell? {
    if case .constant(let cell) = self { cell } else { nil }
  }
}
