/// Reads the header `Retry-After` (RFC 9110 §10.2.3): seconds, or a date in any of HTTP's three forms.
public enum RetryAfter {
  /// Longer than any service means: such a value is taken for a mistake.
  public static let absurd: Duration = .seconds(86_400)

  /// How long the service asks to wait; nil for junk, a negative number, a date in the past or an absurd
  /// wait.
  ///
  /// "120" → 120 s; "Fri, 31 Dec 1999 23:59:59 GMT" → the time until then.
  ///
  /// - Parameter wallSeconds: the wall clock, seconds since 1970.
  public static func parse(_ value: some StringProtocol, wallSeconds: Int64) -> Duration? {
    guard let seconds = seconds(value, wallSeconds: wallSeconds) else { return nil }
    let wait = Duration.seconds(seconds)
    return wait >= .zero && wait <= absurd ? wait : nil
  }

  private static func seconds(_ value: some StringProtocol, wallSeconds: Int64) -> Int64? {
    let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var bytes = Array(value.utf8.prefix(64))[...]
    while let first = bytes.first, isBlank(first) { bytes.removeFirst() }
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    guard let first = bytes.first else { return nil }
    if first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") { return HTTPDate.number(bytes) }
    guard let date = HTTPDate.parse(bytes, wallSeconds: wallSeconds) else { return nil }
    return date - wallSeconds
  }
}
