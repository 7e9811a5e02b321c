internal import CScan

/// Replaces the escapes of a JSON string by the characters they stand for.
public enum JSONUnescape {
  /// Writes the text of a string and returns its length, at most `count`.
  ///
  /// - Parameters:
  ///   - source: The bytes between the quotes, checked by `JSONScanner`; 64 bytes after them are readable.
  ///   - target: Room for `count` bytes and 16 more that may be overwritten.
  public static func write(
    _ source: UnsafePointer<UInt8>, count: Int, to target: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var index = 0
    var place = target
    while index < count {
      // A run of plain characters is copied sixteen bytes at a time.
      let block = UnsafeRawPointer(source + index).loadUnaligned(as: SIMD16<UInt8>.self)
      UnsafeMutableRawPointer(place).storeBytes(of: block, as: SIMD16<UInt8>.self)
      let special = cscan_json_special16(source + index)
      let plain = min(special == 0 ? 16 : special.trailingZeroBitCount, count &- index)
      index &+= plain
      place += plain
      if plain < 16, index < count { place = writeEscape(source, &index, to: place) }
    }
    return place - target
  }

  /// Writes the character whose escape begins at `index` and steps over it.
  private static func writeEscape(
    _ source: UnsafePointer<UInt8>, _ index: inout Int, to target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    let letter = source[index &+ 1]
    if letter == UInt8(ascii: "u") {
      var scalar = codeUnit(source + index)
      index &+= 6
      if scalar & 0xFC00 == 0xD800 {
        scalar = 0x10000 + (scalar & 0x3FF) << 10 + codeUnit(source + index) & 0x3FF
        index &+= 6
      }
      return writeUTF8(scalar, to: target)
    }
    index &+= 2
    switch letter {
    case UInt8(ascii: "b"): target[0] = 0x08
    case UInt8(ascii: "f"): target[0] = 0x0C
    case UInt8(ascii: "n"): target[0] = 0x0A
    case UInt8(ascii: "r"): target[0] = 0x0D
    case UInt8(ascii: "t"): target[0] = 0x09
    default: target[0] = letter
    }
    return target + 1
  }

  private static func codeUnit(_ escape: UnsafePointer<UInt8>) -> UInt32 {
    var unit: UInt32 = 0
    for offset in 2..<6 { unit = unit << 4 | (hexadecimal(escape[offset]) ?? 0) }
    return unit
  }

  private static func writeUTF8(
    _ scalar: UInt32, to target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    func byte(_ value: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: value) }
    if scalar < 0x80 {
      target[0] = byte(scalar)
      return target + 1
    }
    if scalar < 0x800 {
      target[0] = byte(0xC0 | scalar >> 6)
      target[1] = byte(0x80 | scalar & 0x3F)
      return target + 2
    }
    if scalar < 0x10000 {
      target[0] = byte(0xE0 | scalar >> 12)
      target[1] = byte(0x80 | scalar >> 6 & 0x3F)
      target[2] = byte(0x80 | scalar & 0x3F)
      return target + 3
    }
    target[0] = byte(0xF0 | scalar >> 18)
    target[1] = byte(0x80 | scalar >> 12 & 0x3F)
    target[2] = byte(0x80 | scalar >> 6 & 0x3F)
    target[3] = byte(0x80 | scalar & 0x3F)
    return target + 4
  }

  static func hexadecimal(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte &- UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte &- UInt8(ascii: "a") &+ 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte &- UInt8(ascii: "A") &+ 10)
    default: nil
    }
  }
}
