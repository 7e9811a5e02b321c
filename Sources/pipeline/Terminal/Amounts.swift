/// Numbers as people read them.
enum Amounts {
  /// `1,204,000`.
  static func count(_ value: Int64) -> String {
    var digits = String(value.magnitude)
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = String(digits.dropLast(3))
    }
    groups.insert(digits[...], at: 0)
    return (value < 0 ? "-" : "") + groups.joined(separator: ",")
  }

  /// `1 record`, `2 records`.
  static func count(_ value: Int64, _ noun: String, plural: String? = nil) -> String {
    "\(count(value)) \(value == 1 ? noun : plural ?? noun + "s")"
  }

  /// `812 B`, `1.2 MiB`.
  static func bytes(_ value: Int64) -> String {
    if value < 1024 { return "\(value) B" }
    var amount = Double(value)
    var unit = "B"
    for next in ["KiB", "MiB", "GiB", "TiB"] where amount >= 1024 {
      amount /= 1024
      unit = next
    }
    return amount < 10 ? "\(tenths(amount)) \(unit)" : "\(Int(amount.rounded())) \(unit)"
  }

  /// `850 ms`, `2.31 s`, `1 min 05 s`, `2 h 03 min`.
  static func duration(_ value: Duration) -> String {
    let seconds = Double(value.components.seconds) + Double(value.components.attoseconds) / 1e18
    if seconds < 0.9995 { return "\(Int((seconds * 1000).rounded())) ms" }
    if seconds < 59.995 {
      let hundredths = Int((seconds * 100).rounded())
      return "\(hundredths / 100).\(two(hundredths % 100)) s"
    }
    return roughly(value)
  }

  /// `3 s`, `1 min 05 s`, `2 h 03 min`.
  static func roughly(_ value: Duration) -> String {
    let seconds = Int(value.components.seconds)
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) min \(two(seconds % 60)) s" }
    return "\(count(Int64(seconds / 3600))) h \(two(seconds / 60 % 60)) min"
  }

  /// `812,345/s`; nil where there is nothing to divide by.
  static func rate(_ value: Double) -> String {
    value < 10 ? "\(tenths(value))/s" : "\(count(Int64(value.rounded())))/s"
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

extension Duration {
  /// The duration in seconds, for rates.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
