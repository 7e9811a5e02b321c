extension Library {
  /// Base64.
  public static let encoders = Library(
    name: "encoders",
    functions: [
      Function(
        "base64.encode", "The bytes as Base64 text.",
        [.function("base64_encode_bytes") { (bytes: [UInt8]) -> String in Base64.encode(bytes) }]),
      Function(
        "base64.decode", "The bytes of a Base64 text, with or without padding.",
        [
          .function("base64_decode_string") { (text: String) throws(EvaluationError) -> [UInt8] in
            guard let bytes = Base64.decode(text) else {
              throw EvaluationError(.conversion, "the text isn't Base64", value: .string(text))
            }
            return bytes
          }
        ]),
    ])
}

/// The standard alphabet of RFC 4648.
private enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group: UInt32 = 0
      for offset in 0..<3 { group = group << 8 | (offset < count ? UInt32(bytes[start + offset]) : 0) }
      for place in 0..<4 {
        text.append(place <= count ? alphabet[Int(group >> (18 - 6 * place)) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  static func decode(_ text: String) -> [UInt8]? {
    let padding = text.utf8.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    let digits = text.utf8.dropLast(padding)
    let isPaddedRight = padding == 0 || (digits.count + padding) % 4 == 0 && padding <= 2
    guard isPaddedRight, digits.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count * 3 / 4)
    var group: UInt32 = 0
    var bits = 0
    for digit in digits {
      guard let value = value(of: digit) else { return nil }
      group = group << 6 | value
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: group >> bits))
      }
    }
    return bytes
  }

  private static func value(of digit: UInt8) -> UInt32? {
    switch digit {
    case 65...90: UInt32(digit) - 65
    case 97...122: UInt32(digit) - 71
    case 48...57: UInt32(digit) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
