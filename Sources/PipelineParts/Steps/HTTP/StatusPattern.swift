public import ConfigSpec

/// A status, or a whole class of them: `200`, `2xx`.
public struct StatusPattern: ConfigText, Hashable {
  /// The first status it means.
  public let first: Int
  /// The last one.
  public let last: Int

  /// Every status from `first` to `last`.
  public init(_ first: Int, through last: Int) {
    self.first = first
    self.last = last
  }

  /// Whether it means this status.
  public func matches(_ status: Int) -> Bool { first <= status && status <= last }

  /// A status or a class.
  public static var form: TextForm {
    var form = TextForm(
      "a status such as `200` or `2xx`", pattern: "^[1-5]([0-9][0-9]|xx)$", examples: ["2xx", "404"])
    form.acceptsNumber = true
    return form
  }

  /// Reads a status or a class.
  public static func parse(_ text: String) throws(TextProblem) -> StatusPattern {
    if text.count == 3, text.hasSuffix("xx"), let digit = text.first?.wholeNumberValue,
      (1...5).contains(digit)
    {
      return StatusPattern(digit * 100, through: digit * 100 + 99)
    }
    guard let status = Int(text), (100...599).contains(status) else {
      throw TextProblem(help: "write `200`, or `2xx` for all from 200 to 299")
    }
    return StatusPattern(status, through: status)
  }

  /// The shortest text.
  public var configText: String { first == last ? "\(first)" : "\(first / 100)xx" }
}
