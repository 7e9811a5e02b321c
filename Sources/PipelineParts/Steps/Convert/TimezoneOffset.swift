public import ConfigSpec

/// A fixed distance from UTC: `UTC` or `+01:00`.
public struct TimezoneOffset: ConfigText, Equatable {
  /// Seconds east of UTC.
  public var seconds: Int

  /// UTC itself.
  public static let utc = TimezoneOffset(seconds: 0)

  /// An offset.
  public init(seconds: Int) { self.seconds = seconds }

  /// `UTC` or hours and minutes.
  public static var form: TextForm {
    TextForm(
      "`UTC` or an offset such as `+01:00`", pattern: "^(UTC|[+-][0-9]{2}:[0-9]{2})$",
      examples: ["UTC", "+01:00"])
  }

  /// Reads the offset.
  public static func parse(_ text: String) throws(TextProblem) -> TimezoneOffset {
    if text == "UTC" || text == "Z" { return .utc }
    let bytes = Array(text.utf8)
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let sign = text.first, "+-".contains(sign),
      [1, 2, 4, 5].allSatisfy({ bytes[$0] &- UInt8(ascii: "0") <= 9 })
    else {
      let isName = text.contains("/") || text.allSatisfy(\.isLetter)
      throw TextProblem(
        help: isName
          ? "zones with summer time are not known here; write the offset in hours and minutes" : nil)
    }
    let digits = bytes.map { Int($0) - 0x30 }
    let (hours, minutes) = (digits[1] * 10 + digits[2], digits[4] * 10 + digits[5])
    guard hours <= 14, minutes <= 59 else { throw TextProblem(help: "from `-14:00` to `+14:59`") }
    return TimezoneOffset(seconds: (hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1))
  }

  /// The usual text.
  public var configText: String {
    if seconds == 0 { return "UTC" }
    func pair(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let minutes = abs(seconds) / 60
    return "\(seconds < 0 ? "-" : "+")\(pair(minutes / 60)):\(pair(minutes % 60))"
  }
}
