import Glibc

extension Double {
  /// As `string(double)` writes it: the shortest digits that read back the same, with an exponent below 1e-4 and
  /// from 1e6 on (`1e+06`). That is Go's `%g`, which cel-go uses.
  var celText: String {
    if isNaN { return "NaN" }
    if isInfinite { return self < 0 ? "-Inf" : "+Inf" }
    if let text = plainText(below: 1e6) { return text }
    let (digits, pointPosition) = magnitude.shortestDigits
    let sign = self.sign == .minus ? "-" : ""
    let exponent = pointPosition - 1
    guard self == 0 || (-4..<6).contains(exponent) else {
      let fraction = digits.dropFirst()
      let size = abs(exponent)
      return sign + digits.prefix(1) + (fraction.isEmpty ? "" : ".") + fraction
        + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + String(size)
    }
    return sign + Self.positional(digits, pointPosition)
  }

  /// As `%s` and `%d` of `format` write it: the shortest digits, never an exponent.
  var positionalText: String {
    if isNaN { return "NaN" }
    if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
    if let text = plainText(below: 1e15) { return text }
    let (digits, pointPosition) = magnitude.shortestDigits
    return (sign == .minus ? "-" : "") + Self.positional(digits, pointPosition)
  }

  /// As an expression writes it: told apart from an integer by a fraction or an exponent.
  var celLiteral: String {
    let text = celText
    return text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || ($0 >= 48 && $0 <= 57) } ? text + ".0" : text
  }

  /// `%.*f` or `%.*e` of C, whose rounding (to the nearest, ties to even on the exact value) is the one wanted.
  func formatted(precision: Int, scientific: Bool) -> String {
    if isNaN || isInfinite { return positionalText }
    var buffer = [CChar](repeating: 0, count: 400 + precision)
    let length = withVaList([Int32(precision), self]) { arguments in
      vsnprintf(&buffer, buffer.count, scientific ? "%.*e" : "%.*f", arguments)
    }
    return String(decoding: buffer.prefix(max(0, Int(length))).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Swift's own text for numbers that it writes without an exponent, less its `.0`.
  private func plainText(below limit: Double) -> String? {
    guard magnitude >= 1e-4, magnitude < limit else { return nil }
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The shortest significant digits without leading or trailing zeros, and how many stand before the point.
  private var shortestDigits: (digits: String, pointPosition: Int) {
    let parts = description.utf8.split(separator: UInt8(ascii: "e"))
    let exponent = parts.count > 1 ? Int(String(parts[1]) ?? "") ?? 0 : 0
    var digits = parts[0].filter { $0 != UInt8(ascii: ".") }
    let pointPosition = Array(parts[0]).firstIndex(of: UInt8(ascii: "."))
    var position = (pointPosition ?? digits.count) + exponent
    let leadingZeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
    position -= leadingZeros
    digits.removeFirst(leadingZeros)
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return digits.isEmpty ? ("0", 1) : (String(decoding: digits, as: UTF8.self), position)
  }

  private static func positional(_ digits: String, _ pointPosition: Int) -> String {
    if pointPosition <= 0 { return "0." + String(repeating: "0", count: -pointPosition) + digits }
    if pointPosition >= digits.utf8.count {
      return digits + String(repeating: "0", count: pointPosition - digits.utf8.count)
    }
    return digits.prefix(pointPosition) + "." + digits.dropFirst(pointPosition)
  }
}
