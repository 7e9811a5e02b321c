internal import CEL

extension [UInt8] {
  /// Appends a value as JSON: numbers that JSON doesn't have (NaN, infinities) as null, times, durations and bytes
  /// (base64) as strings, keys of any type as strings.
  mutating func appendJSON(_ value: Value) throws(EvaluationError) {
    switch value {
    case .null, .optional(nil): append(contentsOf: "null".utf8)
    case .bool(let value): append(contentsOf: value ? "true".utf8 : "false".utf8)
    case .int(let value): append(contentsOf: String(value).utf8)
    case .uint(let value): append(contentsOf: String(value).utf8)
    case .double(let value): appendJSON(value)
    case .string(let value): append(contentsOf: JSONWriter.string(value))
    case .bytes(let value): appendQuoted(value.base64)
    case .timestamp(let value):
      let time = Timestamp(seconds: value.secondsSinceEpoch, nanoseconds: UInt32(value.nanoseconds))
      appendQuoted(written(RFC3339.maximumLength) { RFC3339.write(time, to: $0) })
    case .duration(let value): appendQuoted(Array(value.secondsText.utf8))
    case .type(let value): append(contentsOf: JSONWriter.string(value.name))
    case .optional(let value?): try appendJSON(value)
    case .list(let elements):
      append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { append(UInt8(ascii: ",")) }
        try appendJSON(element)
      }
      append(UInt8(ascii: "]"))
    case .map(let map):
      append(UInt8(ascii: "{"))
      for (index, key) in map.keys.enumerated() {
        if index > 0 { append(UInt8(ascii: ",")) }
        appendName(key)
        append(UInt8(ascii: ":"))
        try appendJSON(map.values[index])
      }
      append(UInt8(ascii: "}"))
    case .opaque(let value):
      throw EvaluationError(.conversion, "a value of type `\(value.typeName)` can't be stored in a record")
    }
  }

  private mutating func appendJSON(_ value: Double) {
    guard value.isFinite else { return append(contentsOf: "null".utf8) }
    append(contentsOf: written(NumberWriter.maximumLength) { NumberWriter.write(value, to: $0) })
  }

  private mutating func appendName(_ key: Value) {
    switch key {
    case .string(let name): append(contentsOf: JSONWriter.string(name))
    case .bool(let value): appendQuoted(Array((value ? "true" : "false").utf8))
    case .int(let value): appendQuoted(Array(String(value).utf8))
    case .uint(let value): appendQuoted(Array(String(value).utf8))
    // Nothing else can be the key of a map.
    default: appendQuoted([])
    }
  }

  private mutating func appendQuoted(_ text: [UInt8]) {
    append(UInt8(ascii: "\""))
    append(contentsOf: text)
    append(UInt8(ascii: "\""))
  }

  private func written(
    _ room: Int, _ write: (UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: room) { target, count in
      guard let base = target.baseAddress else { return }
      count = write(base) - base
    }
  }

  /// In base64 (RFC 4648, section 4), with padding.
  var base64: [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((count + 2) / 3 * 4)
    for start in stride(from: 0, to: count, by: 3) {
      let group = self[start..<Swift.min(start + 3, count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return text
  }
}

extension Duration {
  /// As `string(duration)` writes it: `3600s`, `-1.5s`.
  var secondsText: String {
    let (seconds, attoseconds) = components
    let sign = seconds < 0 || attoseconds < 0 ? "-" : ""
    let nanoseconds = (attoseconds / 1_000_000_000).magnitude
    if nanoseconds == 0 { return "\(sign)\(seconds.magnitude)s" }
    var fraction = String(nanoseconds)
    fraction = String(repeating: "0", count: 9 - fraction.utf8.count) + fraction
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(sign)\(seconds.magnitude).\(fraction)s"
  }
}
