/// Reads a column's cell as expressions see it, and only if it is of the column's type.
///
/// What the checker knows of types is thus true of everything compiled; a record with another value (JSON Lines with
/// declared fields) is left to the general evaluator.
struct ColumnReader: Sendable {
  let slot: Int
  let type: ColumnType
  /// The tag that cells of the column usually have.
  private let usual: Cell.Tag

  init(_ column: Column) {
    slot = column.slot
    type = column.type
    usual =
      switch column.type {
      case .string, .dynamic: .string
      case .integer: .integer
      case .double: .double
      case .boolean: .yes
      case .timestamp: .timestamp
      case .date: .date
      }
  }

  @inline(__always)
  func read(_ row: Row) -> Cell {
    let cell = row.cells[slot]
    return cell.tag == usual && type != .date ? cell : unusual(cell)
  }

  /// The cell as it is, unopened JSON and the text of numbers included, if a value of the column can be like this.
  @inline(__always)
  func cell(_ row: Row) -> Cell {
    let cell = row.cells[slot]
    if cell.tag == usual || cell.tag == .null { return cell }
    if type == .dynamic { return cell.tag == .missing ? .undecided : cell }
    return type == .boolean && cell.tag == .no ? cell : .undecided
  }

  @inline(never)
  private func unusual(_ cell: Cell) -> Cell {
    let cell = cell.read(as: type)
    let fits =
      switch cell.tag {
      case .missing: false
      case .null: true
      case .no, .yes: type == .boolean || type == .dynamic
      case .integer: type == .integer || type == .dynamic
      case .double: type == .double || type == .dynamic
      case .timestamp: type == .timestamp || type == .date || type == .dynamic
      case .string: type == .string || type == .dynamic
      case .json: type == .dynamic
      default: false
      }
    return fits ? cell : .undecided
  }
}
