public import CScan

/// Checks that bytes are UTF-8 as Unicode defines it: no overlong forms, no surrogates, nothing past
/// U+10FFFF.
///
/// ASCII is skipped 64 bytes at a time; only bytes within the range are read.
public enum UTF8Validator {
  /// The index of the first byte of the first ill-formed sequence, or nil if there is none.
  @inlinable
  public static func firstInvalidByte(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    let count = bytes.count
    var index = 0
    while index &+ 64 <= count {
      if cscan_any_non_ascii64(base + index) != 0 { return firstInvalidByte(in: bytes, from: index) }
      index &+= 64
    }
    while index < count {
      if base[index] >= 0x80 { return firstInvalidByte(in: bytes, from: index) }
      index &+= 1
    }
    return nil
  }

  /// As above, for text known to have no sequence that is cut by `start`.
  @usableFromInline
  static func firstInvalidByte(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    let count = bytes.count
    var index = start
    while index < count {
      let first = base[index]
      if first < 0x80 {
        index &+= 1
        if index &+ 64 <= count, cscan_any_non_ascii64(base + index) == 0 { index &+= 64 }
        continue
      }
      let length = sequenceLength(base + index, count &- index)
      if length == 0 { return index }
      index &+= length
    }
    return nil
  }

  /// The length of the well-formed sequence of two or more bytes at `p`, or 0 (The Unicode Standard, table
  /// 3-7).
  @inline(__always)
  private static func sequenceLength(_ p: UnsafePointer<UInt8>, _ left: Int) -> Int {
    let first = p[0]
    guard first >= 0xC2, first <= 0xF4, left >= 2 else { return 0 }
    let second = p[1]
    if first < 0xE0 { return second & 0xC0 == 0x80 ? 2 : 0 }
    guard left >= 3, p[2] & 0xC0 == 0x80 else { return 0 }
    if first < 0xF0 {
      let low: UInt8 = first == 0xE0 ? 0xA0 : 0x80
      let high: UInt8 = first == 0xED ? 0x9F : 0xBF
      return second >= low && second <= high ? 3 : 0
    }
    guard left >= 4, p[3] & 0xC0 == 0x80 else { return 0 }
    let low: UInt8 = first == 0xF0 ? 0x90 : 0x80
    let high: UInt8 = first == 0xF4 ? 0x8F : 0xBF
    return second >= low && second <= high ? 4 : 0
  }
}
