import Glibc

/// A constant text that cells are compared with: its first eight bytes as a number, the rest byte by byte.
struct ConstantText: Sendable {
  /// The text; `ConstantTexts` owns it.
  let cell: Cell
  /// The first bytes, zero beyond the end.
  private let head: UInt64
  /// The bits of eight bytes of text that belong to it.
  private let mask: UInt64

  init(_ cell: Cell) {
    self.cell = cell
    mask = cell.length >= 8 ? .max : 1 << (8 * UInt64(cell.length)) - 1
    head = cell.length == 0 ? 0 : cell.head & mask
  }

  /// Whether a text cell has the same bytes.
  @inline(__always)
  static func == (constant: ConstantText, text: Cell) -> Bool {
    let length = constant.cell.length
    // The text of an empty cell may be nowhere.
    guard text.length == length, length > 0 else { return text.length == length }
    guard text.head & constant.mask == constant.head else { return false }
    return length <= 8 || memcmp(text.base, constant.cell.base, Int(length)) == 0
  }
}

extension Cell {
  /// The first eight bytes in memory; 64 bytes after any text are readable.
  @inline(__always)
  fileprivate var head: UInt64 { base.loadUnaligned(as: UInt64.self) }
}
