public import ConfigSpec
public import PipelineModel

/// A format of timestamps in a pipeline file.
public struct TimestampPattern: ConfigText, Equatable {
  /// The format, taken apart.
  public var format: TimestampFormat

  /// Wraps a format.
  public init(_ format: TimestampFormat) { self.format = format }

  /// Whether the text itself says how far from UTC it is.
  public var hasOffset: Bool {
    var isDirective = false
    for byte in format.text.utf8 {
      if isDirective, [UInt8(ascii: "z"), UInt8(ascii: "Z"), UInt8(ascii: "s")].contains(byte) {
        return true
      }
      isDirective = !isDirective && byte == UInt8(ascii: "%")
    }
    return false
  }

  /// A `strptime` format.
  public static var form: TextForm {
    TextForm("a format such as `%Y-%m-%d %H:%M:%S`", examples: ["%Y-%m-%d %H:%M:%S", "%d.%m.%Y", "%s"])
  }

  /// Takes a format apart.
  public static func parse(_ text: String) throws(TextProblem) -> TimestampPattern {
    do throws(TextMismatch) {
      return TimestampPattern(try TimestampFormat(text))
    } catch {
      let end = min(error.offset + 2, text.utf8.count)
      throw TextProblem(
        "is not a format that makes up a point in time: expected \(error.expected)",
        help: "for example `%Y-%m-%d %H:%M:%S`",
        range: error.offset < end ? error.offset..<end : nil)
    }
  }

  /// The format.
  public var configText: String { format.text }
}
