/// The text of a scalar, how it was written, and what became of it.
public struct Scalar: Sendable {
  /// How it stands in the file.
  public enum Style: Sendable {
    /// Without quotes.
    case plain
    /// In `'`.
    case singleQuoted
    /// In `"`.
    case doubleQuoted
    /// After `|`.
    case literal
    /// After `>`.
    case folded
  }

  /// The value, escapes and interpolation resolved.
  public var text: String
  /// How it stands in the file.
  public var style: Style
  /// What `${…}` put into the text; empty if nothing.
  public var interpolations: [Interpolation] = []
  /// Where `$${` has put a literal `${` into the text.
  var escapes: [Int] = []
  /// Where bytes of `text` stand in the file, once interpolation has moved them.
  var interpolatedMap: SourceMap?

  /// Makes a scalar.
  public init(_ text: String, style: Style = .plain) {
    self.text = text
    self.style = style
  }

  /// Whether the text decides its type: unquoted, or the result of interpolation.
  public var isPlain: Bool { style == .plain || isInterpolated }
  /// Whether `${…}` was replaced in it.
  public var isInterpolated: Bool { !interpolations.isEmpty }

  /// Whether it is the null of the YAML 1.2 core schema.
  public var isNull: Bool {
    style == .plain && !isInterpolated && ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// The text in backticks, cut and escaped; without what came from a file or the environment.
  public var summary: String {
    if isNull { return text.isEmpty ? "nothing" : "`\(text)`" }
    if let hidden = interpolations.first(where: { $0.isHidden }) {
      return "a text that contains the value of `\(hidden.reference)`"
    }
    if let shown = interpolations.first { return "\(text.inBackticks) (from `\(shown.reference)`)" }
    if style == .plain, CoreSchema.number(text) != nil { return text }
    return style == .plain || style == .literal || style == .folded
      ? text.inBackticks : "the quoted text \(text.inBackticks)"
  }
}

extension Node {
  /// Maps bytes of the scalar's text to the file.
  public var sourceMap: SourceMap {
    guard let scalar else { return SourceMap(span: span) }
    return scalar.interpolatedMap ?? SourceMap(scalar: scalar, span: span)
  }
}

extension String {
  /// The text as messages show it: in backticks, at most 60 characters, control characters as escapes.
  var inBackticks: String {
    var shown = String.UnicodeScalarView()
    var count = 0
    for scalar in unicodeScalars {
      if count == 60 {
        shown.append("…")
        break
      }
      count += 1
      switch scalar {
      case "\n": shown += "\\n".unicodeScalars
      case "\r": shown += "\\r".unicodeScalars
      case "\t": shown += "\\t".unicodeScalars
      case "\0"..<" ", "\u{7F}"..."\u{9F}":
        let digits = String(scalar.value, radix: 16, uppercase: true)
        shown += "\\x\(digits.count == 1 ? "0" : "")\(digits)".unicodeScalars
      default: shown.append(scalar)
      }
    }
    return "`\(String(shown))`"
  }
}
