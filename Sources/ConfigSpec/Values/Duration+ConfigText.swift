extension Duration: ConfigText {
  /// `500ms`, `5s`, `2m`, `1h30m`, `7d`.
  public static var form: TextForm {
    TextForm(
      "a duration such as `500ms`, `5s`, `2m` or `1h30m`", pattern: "^([0-9]+(\\.[0-9]+)?(us|ms|s|m|h|d))+$",
      examples: ["500ms", "5s", "2m", "1h30m", "7d"])
  }

  /// A number of minutes.
  public static func minutes(_ count: Int) -> Duration { .seconds(60 * count) }
  /// A number of hours.
  public static func hours(_ count: Int) -> Duration { .seconds(3_600 * count) }
  /// A number of days of 24 hours.
  public static func days(_ count: Int) -> Duration { .seconds(86_400 * count) }

  /// Reads numbers with units, each unit at most once.
  public static func parse(_ text: String) throws(TextProblem) -> Duration {
    let bytes = Array(text.utf8)
    var index = 0
    var total: Int128 = 0
    var isEmpty = true
    while index < bytes.count {
      let start = index
      while index < bytes.count, isDigit(bytes[index]) || bytes[index] == UInt8(ascii: ".") { index += 1 }
      let digits = String(decoding: bytes[start..<index], as: UTF8.self)
      let unitStart = index
      while index < bytes.count, !isDigit(bytes[index]), bytes[index] != UInt8(ascii: ".") { index += 1 }
      let unit = String(decoding: bytes[unitStart..<index], as: UTF8.self)
      guard !digits.isEmpty, let number = CoreSchema.number(digits) else { throw problem(text) }
      guard let length = nanoseconds(unit) else { throw problem(text, number: digits, unit: unit) }
      guard number < 1e9 else { throw TextProblem("is too long", help: "durations reach up to 36500 days") }
      total += Int128((number * Double(length)).rounded())
      isEmpty = false
    }
    guard !isEmpty else { throw problem(text) }
    guard total <= 36_500 * 86_400 * 1_000_000_000 else {
      throw TextProblem("is too long", help: "durations reach up to 36500 days")
    }
    return .seconds(Int64(total / 1_000_000_000)) + .nanoseconds(Int64(total % 1_000_000_000))
  }

  /// The shortest usual text, such as `1h30m`.
  public var configText: String {
    let (seconds, attoseconds) = components
    var left = Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
    guard left > 0 else { return left == 0 ? "0s" : "-\((Duration.zero - self).configText)" }
    var text = ""
    for (unit, length) in Self.units {
      let count = left / Int128(length)
      if count > 0 { text += "\(count)\(unit)" }
      left %= Int128(length)
    }
    return text
  }

  private static let units: [(String, Int64)] = [
    ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
    ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
  ]

  private static func nanoseconds(_ unit: String) -> Int64? {
    unit == "ns" ? nil : units.first { $0.0 == unit }?.1
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func problem(_ text: String, number: String? = nil, unit: String = "") -> TextProblem {
    guard let number, number.utf8.count <= 12 else { return TextProblem(help: "write for example `5s`") }
    if unit.isEmpty {
      return TextProblem(help: "a unit is missing: write `\(number)s` for seconds or `\(number)ms`")
    }
    let word = unit.lowercased().filter { $0 != " " }
    let known: [(String, [String])] = [
      ("ms", ["msec", "msecs", "millis", "millisecond", "milliseconds"]),
      ("s", ["s", "sec", "secs", "second", "seconds"]), ("m", ["min", "mins", "minute", "minutes"]),
      ("h", ["h", "hr", "hrs", "hour", "hours"]), ("d", ["d", "day", "days"]),
    ]
    if let match = known.first(where: { $0.1.contains(word) }) {
      return TextProblem(help: "write `\(number)\(match.0)`")
    }
    if word == "w" || word.hasPrefix("week"), let weeks = Int(number), weeks < 10_000 {
      return TextProblem(help: "write `\(weeks * 7)d`")
    }
    return TextProblem(help: "the units are `ms`, `s`, `m`, `h` and `d`")
  }
}
