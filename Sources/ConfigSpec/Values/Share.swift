/// A part of a whole: `0.85` or `85%`.
public struct Share: ConfigText, Hashable, Comparable {
  /// From 0 to 1; a field may allow more.
  public var fraction: Double

  /// Makes a share from a fraction.
  public init(_ fraction: Double) { self.fraction = fraction }

  /// Makes a share from a percentage.
  public static func percent(_ percent: Double) -> Share { Share(percent / 100) }

  /// A fraction or a percentage.
  public static var form: TextForm {
    var form = TextForm(
      "a share such as `0.85` or `85%`", pattern: "^[0-9]+(\\.[0-9]+)?%$", examples: ["85%", "0.5"])
    form.acceptsNumber = true
    return form
  }

  /// Reads a fraction or a percentage; more than the whole is refused.
  public static func parse(_ text: String) throws(TextProblem) -> Share {
    let isPercent = text.hasSuffix("%")
    let digits = isPercent ? String(text.dropLast()) : text
    guard let number = CoreSchema.number(digits) else { throw TextProblem(help: "write `0.85` or `85%`") }
    let fraction = isPercent ? number / 100 : number
    guard fraction >= 0 else { throw TextProblem("can't be negative, found `\(text)`") }
    guard fraction <= 1 else {
      throw TextProblem(
        "can't be more than the whole, found `\(text)`",
        help: isPercent || number > 100 ? "at most `100%`" : "write `\(text)%`")
    }
    return Share(fraction)
  }

  /// A percentage.
  public var configText: String {
    let percent = (fraction * 1e10).rounded() / 1e8
    return Int(exactly: percent).map { "\($0)%" } ?? "\(percent)%"
  }

  /// Orders by size.
  public static func < (left: Share, right: Share) -> Bool { left.fraction < right.fraction }
}
