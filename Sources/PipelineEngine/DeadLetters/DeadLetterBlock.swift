import Glibc
import PipelineModel

/// Dead letters on their way to the store: the texts of all of them in one piece of memory.
///
/// As objects with a dozen strings each they took ten times the memory, and half of the time of a run whose every
/// record fails.
///
/// Invariants:
/// - `cells` are row-major, one for each `DeadLetterColumn`; the cell of an integer is its value, that of a text
///   is `place << 32 | length` within `bytes`;
/// - a text that is the same as in the row before has the same cell, so that it is kept, and bound, once.
final class DeadLetterBlock: @unchecked Sendable {
  // Unchecked because of the raw memory: one lane at a time fills a block, then hands it on through a lock.

  static let width = DeadLetterColumn.allCases.count
  /// The cell of a value that isn't there.
  static let null = Int64.min

  // No method calls back into another one that changes them: checking for it took a twentieth of the time.
  @exclusivity(unchecked) private var bytes: OutputBuffer
  @exclusivity(unchecked) private var cells: [Int64] = []

  /// A block without rows, with room for `rows` of them.
  init(rows: Int = 0) {
    bytes = OutputBuffer(capacity: max(rows, 16) * 256)
    cells.reserveCapacity(rows * Self.width)
  }

  /// Entries.
  var count: Int { cells.count / Self.width }

  /// How much memory it fills.
  var byteCount: Int { bytes.count + cells.count * MemoryLayout<Int64>.stride }

  /// Adds an entry that is like the one before it, to be changed by `set`; the first one has nothing.
  func beginRow() {
    if cells.isEmpty {
      cells = Array(repeating: Self.null, count: Self.width)
    } else {
      // One by one, for a slice of an array that grows would make it be copied whole.
      for index in cells.count - Self.width..<cells.count { cells.append(cells[index]) }
    }
  }

  /// Gives the newest entry a number, or none.
  func set(_ column: DeadLetterColumn, _ value: Int64?) {
    cells[cells.count - Self.width + column.rawValue] = value ?? Self.null
  }

  /// Gives the newest entry a text, or none.
  func set(_ column: DeadLetterColumn, _ text: String?) {
    guard var text else { return set(column, nil as Int64?) }
    text.withUTF8 { set(column, UnsafeRawBufferPointer($0)) }
  }

  /// Gives the newest entry a text.
  func set(_ column: DeadLetterColumn, _ text: UnsafeRawBufferPointer) {
    let cell = cells.count - Self.width + column.rawValue
    if cells[cell] != Self.null, holds(cells[cell], text) { return }
    let place = bytes.count
    bytes.append(text.assumingMemoryBound(to: UInt8.self))
    cells[cell] = Self.cell(place, count: text.count)
  }

  /// Gives the newest entry the text that `write` appends.
  func set(_ column: DeadLetterColumn, writtenBy write: (inout OutputBuffer) -> Void) {
    let place = bytes.count
    write(&bytes)
    cells[cells.count - Self.width + column.rawValue] = Self.cell(place, count: bytes.count - place)
  }

  /// Adds a row of another block.
  func append(_ row: Int, of other: DeadLetterBlock) {
    beginRow()
    for column in DeadLetterColumn.allCases {
      if column.kind != .integer, let text = other.text(column, row) {
        set(column, text)
      } else {
        set(column, other.cell(column, row))
      }
    }
  }

  /// The cell of a value; equal cells of one block are equal values.
  func cell(_ column: DeadLetterColumn, _ row: Int) -> Int64 { cells[row * Self.width + column.rawValue] }

  /// A number.
  func integer(_ column: DeadLetterColumn, _ row: Int) -> Int64? {
    let cell = cell(column, row)
    return cell == Self.null ? nil : cell
  }

  /// A text; it stays where it is until the block grows.
  func text(_ column: DeadLetterColumn, _ row: Int) -> UnsafeRawBufferPointer? {
    let cell = cell(column, row)
    return cell == Self.null ? nil : text(cell)
  }

  /// What the row counts for the limit in bytes.
  func payloadBytes(_ row: Int) -> Int64 {
    Int64((text(.original, row)?.count ?? 0) + (text(.body, row)?.count ?? 0))
  }

  private func text(_ cell: Int64) -> UnsafeRawBufferPointer {
    let place = Int(cell >> 32)
    return UnsafeRawBufferPointer(rebasing: bytes.bytes[place..<place + Int(cell & 0xFFFF_FFFF)])
  }

  private func holds(_ cell: Int64, _ text: UnsafeRawBufferPointer) -> Bool {
    let kept = self.text(cell)
    guard kept.count == text.count, let one = kept.baseAddress, let other = text.baseAddress else {
      return kept.count == text.count
    }
    return memcmp(one, other, text.count) == 0
  }

  private static func cell(_ place: Int, count: Int) -> Int64 {
    precondition(place + count < 1 << 31, "a block of dead letters beyond 2 GiB")
    return Int64(place) << 32 | Int64(count)
  }
}

/// The entries of a block from row `first` on.
struct DeadLetterRows: Sendable {
  var block: DeadLetterBlock
  var first = 0

  /// Whether there are none.
  var isEmpty: Bool { first >= block.count }
}
