extension Duration {
  /// The nanoseconds, or nil beyond 64 bits (some 292 years).
  var wholeNanoseconds: Int64? {
    let (seconds, attoseconds) = components
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, sumOverflow) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
    return overflow || sumOverflow ? nil : sum
  }

  /// As `string(duration)` writes it: seconds with a fraction as needed, such as `1.5s`.
  var celText: String {
    let nanoseconds = wholeNanoseconds ?? .max
    let size = nanoseconds.magnitude
    var text = (nanoseconds < 0 ? "-" : "") + String(size / 1_000_000_000)
    if size % 1_000_000_000 != 0 {
      var fraction = String(size % 1_000_000_000 + 1_000_000_000).dropFirst()
      while fraction.last == "0" { fraction.removeLast() }
      text += "." + fraction
    }
    return text + "s"
  }

  /// Reads a sequence of decimal numbers with units, such as `1h45m`, `-1.5s` or `300ms`; units are h, m, s, ms, us
  /// (µs) and ns. Nil if the text is anything else or beyond 64 bits of nanoseconds.
  init?(celText text: String) {
    var bytes = Array(text.utf8)[...]
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
    guard !bytes.isEmpty else { return nil }
    if bytes.elementsEqual("0".utf8) {
      self = .zero
      return
    }
    var total: UInt64 = 0
    while !bytes.isEmpty {
      guard let term = Self.term(&bytes) else { return nil }
      let (sum, overflow) = total.addingReportingOverflow(term)
      guard !overflow, sum <= UInt64(Int64.max) + (isNegative ? 1 : 0) else { return nil }
      total = sum
    }
    self = .nanoseconds(isNegative ? Int64(truncatingIfNeeded: 0 &- total) : Int64(total))
  }

  /// One number with its unit, in nanoseconds; fractions of a nanosecond are dropped.
  private static func term(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
    let whole = takeDigits(&bytes)
    var fraction: ArraySlice<UInt8> = []
    if bytes.first == UInt8(ascii: ".") {
      bytes.removeFirst()
      fraction = takeDigits(&bytes)
    }
    guard !whole.isEmpty || !fraction.isEmpty, let unit = takeUnit(&bytes) else { return nil }
    var number: UInt64 = 0
    for digit in whole {
      let (scaled, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, sumOverflow) = scaled.addingReportingOverflow(UInt64(digit - 48))
      guard !overflow, !sumOverflow else { return nil }
      number = sum
    }
    let (scaled, overflow) = number.multipliedReportingOverflow(by: unit)
    guard !overflow else { return nil }
    // 18 digits are more than the largest unit can resolve and keep the arithmetic within 128 bits.
    var numerator: UInt64 = 0
    var denominator: UInt64 = 1
    for digit in fraction.prefix(18) {
      numerator = numerator * 10 + UInt64(digit - 48)
      denominator *= 10
    }
    let part = denominator.dividingFullWidth(numerator.multipliedFullWidth(by: unit)).quotient
    let (sum, sumOverflow) = scaled.addingReportingOverflow(part)
    return sumOverflow ? nil : sum
  }

  private static func takeDigits(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = bytes.prefix { (48...57).contains($0) }
    bytes = bytes.dropFirst(digits.count)
    return digits
  }

  private static func takeUnit(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
    let name = bytes.prefix { !(48...57).contains($0) && $0 != UInt8(ascii: ".") }
    bytes = bytes.dropFirst(name.count)
    switch String(decoding: name, as: UTF8.self) {
    case "ns": return 1
    case "us", "\u{B5}s", "\u{3BC}s": return 1_000
    case "ms": return 1_000_000
    case "s": return 1_000_000_000
    case "m": return 60_000_000_000
    case "h": return 3_600_000_000_000
    default: return nil
    }
  }
}
