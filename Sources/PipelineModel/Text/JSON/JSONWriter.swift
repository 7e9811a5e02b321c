public import CScan

/// Writes JSON values into memory that the caller has reserved.
public enum JSONWriter {
  /// Bytes that a string of `count` bytes may take, and be overwritten beyond its end.
  @inlinable @inline(__always)
  public static func maximumLength(ofString count: Int) -> Int { count &* 6 &+ 18 }

  /// Writes a string in quotes and returns the end.
  ///
  /// Escapes exactly what RFC 8259, section 7 asks for, in the short form where there is one: `"`, `\` and
  /// what is below U+0020.
  ///
  /// - Parameters:
  ///   - source: UTF-8; 16 bytes after it are readable.
  ///   - target: Room for `maximumLength(ofString: count)` bytes.
  @inlinable @inline(__always)
  public static func writeString(
    _ source: UnsafePointer<UInt8>, count: Int, to target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    target[0] = UInt8(ascii: "\"")
    var place = target + 1
    var index = 0
    while index < count {
      let block = UnsafeRawPointer(source + index).loadUnaligned(as: SIMD16<UInt8>.self)
      UnsafeMutableRawPointer(place).storeBytes(of: block, as: SIMD16<UInt8>.self)
      let left = count &- index
      var special = cscan_json_special16(source + index)
      if left < 16 { special &= (1 << UInt32(truncatingIfNeeded: left)) &- 1 }
      if special == 0 {
        let plain = min(16, left)
        place += plain
        index &+= plain
      } else {
        let plain = special.trailingZeroBitCount
        place = writeEscape(source[index &+ plain], to: place + plain)
        index &+= plain &+ 1
      }
    }
    place[0] = UInt8(ascii: "\"")
    return place + 1
  }

  /// Writes a string in quotes; for names and messages, not for the record path.
  public static func string(_ text: String) -> [UInt8] {
    var text = text
    return text.withUTF8 { bytes in
      [UInt8](unsafeUninitializedCapacity: bytes.count * 6 + 2) { target, count in
        guard var place = target.baseAddress else { return }
        place[0] = UInt8(ascii: "\"")
        place += 1
        for byte in bytes {
          if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            place = writeEscape(byte, to: place)
          } else {
            place[0] = byte
            place += 1
          }
        }
        place[0] = UInt8(ascii: "\"")
        count = (target.baseAddress?.distance(to: place) ?? -1) + 1
      }
    }
  }

  /// Writes the escape of one byte and returns the end.
  @usableFromInline
  static func writeEscape(
    _ byte: UInt8, to target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    target[0] = UInt8(ascii: "\\")
    switch byte {
    case 0x08: target[1] = UInt8(ascii: "b")
    case 0x09: target[1] = UInt8(ascii: "t")
    case 0x0A: target[1] = UInt8(ascii: "n")
    case 0x0C: target[1] = UInt8(ascii: "f")
    case 0x0D: target[1] = UInt8(ascii: "r")
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): target[1] = byte
    default:
      target[1] = UInt8(ascii: "u")
      target[2] = UInt8(ascii: "0")
      target[3] = UInt8(ascii: "0")
      target[4] = UInt8(ascii: "0") &+ byte >> 4
      let low = byte & 15
      target[5] = low < 10 ? UInt8(ascii: "0") &+ low : UInt8(ascii: "a") &- 10 &+ low
      return target + 6
    }
    return target + 2
  }
}
