/// A text with parts that are computed per record: `http://host/Patient/${{ subject_id }}`.
public struct Template: ConfigValue {
  /// A piece of the text.
  public enum Segment: Sendable, Hashable {
    /// Text that stays as it is.
    case literal(String)
    /// What stands between `${{` and `}}`, without the blanks around it.
    case expression(ExpressionSource)
  }

  /// The pieces in order; neighbouring literals are one.
  public let segments: [Segment]
  /// Where the value stands; nil if it is from no file.
  public let span: Span?
  private let text: String

  /// Wraps a text without expressions.
  public init(literal text: String) {
    segments = text.isEmpty ? [] : [.literal(text)]
    span = nil
    self.text = text
  }

  private init(segments: [Segment], span: Span, text: String) {
    self.segments = segments
    self.span = span
    self.text = text
  }

  /// The text, if nothing in it is computed.
  public var literal: String? {
    switch segments.count {
    case 0: ""
    case 1: if case .literal(let text) = segments[0] { text } else { nil }
    default: nil
    }
  }

  /// Text with expressions in it.
  public static var shape: Shape {
    .text(TextForm("text", examples: []))
  }

  /// Cuts a scalar into its pieces.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> Template? {
    guard let scalar = node.scalar, !scalar.isNull else {
      decoding.reject(node, "text")
      return nil
    }
    let errors = decoding.diagnostics.errorCount
    let segments = TemplateParser(scalar, node).segments(&decoding)
    guard decoding.diagnostics.errorCount == errors else { return nil }
    return Template(segments: segments, span: node.span, text: scalar.text)
  }

  /// The text as it is written.
  public func json(for purpose: JSONPurpose) -> JSONValue { .string(text) }
}
