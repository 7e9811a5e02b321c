/// Numbers as the YAML 1.2 core schema writes them (YAML 1.2.2, §10.3.2).
enum CoreSchema {
  /// `-12`, `+3`, `0x1F`, `0o17`.
  ///
  /// A leading zero is refused: YAML 1.1 read `012` as octal, people read it as twelve.
  static func integer(_ text: String) -> Int? {
    if text.hasPrefix("0x") { return unsigned(text.dropFirst(2), radix: 16) }
    if text.hasPrefix("0o") { return unsigned(text.dropFirst(2), radix: 8) }
    let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
    guard isDecimal(digits), digits == "0" || digits.first != "0" else { return nil }
    return Int(text)
  }

  /// Integers and `1.5`, `.5`, `-1e3`; not infinity, not `.nan`.
  static func number(_ text: String) -> Double? {
    if let integer = integer(text) { return Double(integer) }
    var rest = text[...]
    if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
    let mantissa = rest.prefix { $0 != "e" && $0 != "E" }
    let parts = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ $0.isEmpty || isDecimal($0) }),
      parts.contains(where: { !$0.isEmpty })
    else { return nil }
    if parts[0].count > 1, parts[0].first == "0" { return nil }
    if mantissa.count < rest.count {
      var exponent = rest.dropFirst(mantissa.count + 1)
      if exponent.first == "-" || exponent.first == "+" { exponent = exponent.dropFirst() }
      guard isDecimal(exponent) else { return nil }
    }
    let sign = text.first == "-" ? "-" : ""
    let whole = rest.first == "." ? "0" + rest : String(rest)
    guard let value = Double(sign + whole.replacingTrailingPoint), value.isFinite else { return nil }
    return value
  }

  private static func isDecimal(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private static func unsigned(_ digits: Substring, radix: Int) -> Int? {
    guard let first = digits.first, first != "-", first != "+" else { return nil }
    return Int(digits, radix: radix)
  }
}

extension String {
  /// `1.` and `1.e3` are numbers in YAML, but not for Swift.
  fileprivate var replacingTrailingPoint: String {
    guard let point = firstIndex(of: ".") else { return self }
    let next = index(after: point)
    guard next == endIndex || !self[next].isNumber else { return self }
    return String(self[..<point] + self[next...])
  }
}
