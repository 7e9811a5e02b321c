internal import PipelineModel

/// Finds columns by the bytes of their names: by the expected order first, else by a small hash table.
///
/// Invariants: the memory is written in `init` alone; eight bytes after the names are readable; the table
/// has at least twice as many places as names, so that every search ends at an empty one.
final class ColumnNames: @unchecked Sendable {
  // Unchecked because of the raw memory, which nobody writes after `init`.

  private struct Entry {
    /// Where the name begins in `text`, with its opening quote.
    var start: Int
    /// Bytes of the name with both quotes.
    var length: Int
    /// Whether the name stands in JSON as it is, so that comparing bytes is enough.
    var isPlain: Bool
    var slot: Int
  }

  private let count: Int
  private let text: UnsafeMutablePointer<UInt8>
  private let entries: UnsafeMutablePointer<Entry>
  private let table: UnsafeMutablePointer<Int32>
  private let tableMask: UInt64

  init(_ columns: [Column]) {
    count = columns.count
    let names = columns.map { Array("\"\($0.name)\"".utf8) }
    let textLength = names.reduce(0) { $0 + $1.count }
    text = .allocate(capacity: textLength + 8)
    (text + textLength).initialize(repeating: 0, count: 8)
    entries = .allocate(capacity: max(count, 1))
    var size = 8
    while size < count * 2 { size *= 2 }
    table = .allocate(capacity: size)
    table.initialize(repeating: -1, count: size)
    tableMask = UInt64(size - 1)
    var start = 0
    for (index, name) in names.enumerated() {
      for (offset, byte) in name.enumerated() { text[start + offset] = byte }
      let isPlain = name.dropFirst().dropLast().allSatisfy {
        $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
      }
      entries[index] = Entry(
        start: start, length: name.count, isPlain: isPlain, slot: columns[index].slot)
      let bytes = UnsafeBufferPointer(start: UnsafePointer(text + start + 1), count: name.count - 2)
      var place = Int(NameHash.of(bytes) & tableMask)
      while table[place] >= 0 { place = (place + 1) & Int(tableMask) }
      table[place] = Int32(index)
      start += name.count
    }
  }

  deinit {
    text.deallocate()
    entries.deallocate()
    table.deallocate()
  }

  /// The slot of a column.
  @inline(__always)
  func slot(_ column: Int) -> Int { entries[column].slot }

  /// The length of the quoted name of this column if it stands at `place`, else nil.
  ///
  /// `left` bytes of the line are left there, and eight more are readable.
  @inline(__always)
  func match(_ column: Int, at place: UnsafePointer<UInt8>, left: Int) -> Int? {
    guard column < count else { return nil }
    let entry = entries[column]
    guard entry.isPlain, entry.length <= left, equal(text + entry.start, place, entry.length) else {
      return nil
    }
    return entry.length
  }

  /// The column of this name, or -1; eight bytes after the name are readable.
  func find(_ name: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = name.baseAddress else { return -1 }
    var place = Int(NameHash.of(name) & tableMask)
    while table[place] >= 0 {
      let entry = entries[Int(table[place])]
      if entry.length - 2 == name.count, equal(text + entry.start + 1, base, name.count) {
        return Int(table[place])
      }
      place = (place + 1) & Int(tableMask)
    }
    return -1
  }

  @inline(__always)
  private func equal(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var index = 0
    while index < count {
      let difference = word(left + index) ^ word(right + index)
      let rest = count &- index
      // Of the last word only the first `rest` bytes count; they are the lowest ones.
      if rest < 8 { return difference << UInt64(truncatingIfNeeded: 64 &- rest &* 8) == 0 }
      if difference != 0 { return false }
      index &+= 8
    }
    return true
  }

  @inline(__always)
  private func word(_ place: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(place).loadUnaligned(as: UInt64.self))
  }
}

/// FNV-1a with its high bits folded down.
enum NameHash {
  static func of(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash ^ hash >> 32
  }
}
