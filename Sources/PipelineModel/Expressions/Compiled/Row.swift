/// The record that compiled closures work on.
struct Row {
  /// Its cells.
  let cells: UnsafeMutablePointer<Cell>
  /// Its batch, which whoever runs the closures holds on to: counting references would cost more than comparing.
  unowned(unsafe) let batch: Batch
  /// Its place in the batch.
  let index: Int

  @inline(__always)
  init(_ index: Int, of batch: Batch) {
    cells = batch.row(index)
    self.batch = batch
    self.index = index
  }
}

/// What a compiled condition says.
enum Truth: UInt8 {
  case no
  case yes
  /// It can't tell: the general evaluator decides, by a value or by an error.
  case undecided

  @inline(__always)
  init(_ value: Bool) { self = value ? .yes : .no }
}

/// A compiled condition.
///
/// The closure is wrapped because a bare one, put into an optional or an array, gets a thunk around it each time.
struct RowTest: Sendable {
  private let body: @Sendable (Row) -> Truth

  init(_ body: @escaping @Sendable (Row) -> Truth) { self.body = body }

  /// What it says of a row.
  @inline(__always)
  func callAsFunction(_ row: Row) -> Truth { body(row) }
}

/// A compiled value: null, a bool, an integer, a double, a timestamp, a string or JSON text; `.undecided` where the
/// general evaluator must decide.
struct RowValue: Sendable {
  private let body: @Sendable (Row) -> Cell

  init(_ body: @escaping @Sendable (Row) -> Cell) { self.body = body }

  /// The value for a row.
  @inline(__always)
  func callAsFunction(_ row: Row) -> Cell { body(row) }
}

extension Cell.Tag {
  /// No value: ask the general evaluator. Never stored in a row.
  @inline(__always)
  static var undecided: Cell.Tag { Cell.Tag(rawValue: 255) }
}

extension Cell {
  @inline(__always)
  static var undecided: Cell { Cell(bits: 0, length: 0, tag: .undecided) }

  @inline(__always)
  init(_ truth: Truth) {
    self = truth == .undecided ? .undecided : Cell(truth == .yes)
  }

  /// The first byte of text that isn't empty.
  @inline(__always)
  var base: UnsafeRawPointer { UnsafeRawPointer(bitPattern: UInt(bits)).unsafelyUnwrapped }

  /// The cell as a condition.
  @inline(__always)
  var truth: Truth { tag == .yes ? .yes : tag == .no ? .no : .undecided }
}
