/// The text of an expression and where each of its bytes stands in the file.
///
/// This module knows no expression language; whoever compiles the text maps errors back with `span(of:)`.
public struct ExpressionSource: ConfigValue {
  /// The text, quotes and escapes resolved.
  public let text: String
  /// Where the value stands; nil if the text is from no file.
  public let span: Span?
  private let map: SourceMap?

  /// Wraps a text that stands in no file: a default, or a test.
  public init(_ text: String) {
    self.text = text
    span = nil
    map = nil
  }

  init(_ text: String, span: Span, map: SourceMap) {
    self.text = text
    self.span = span
    self.map = map
  }

  /// The piece of the file behind a range of bytes (UTF-8) of the text.
  public func span(of range: Range<Int>) -> Span? { map?.span(of: range) }

  /// An expression.
  public static var shape: Shape { .text(TextForm("an expression")) }

  /// An expression that is not there says nothing.
  public static var nullability: Nullability { .never }

  /// Takes a scalar; warns where YAML has probably cut the expression.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> ExpressionSource? {
    guard let scalar = node.scalar, !scalar.isNull else {
      decoding.reject(node, "an expression")
      return nil
    }
    guard !scalar.text.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }) else {
      decoding.error("is an empty expression", at: node.span)
      return nil
    }
    if let interpolation = scalar.interpolations.first {
      decoding.diagnostics.add(
        notReplaced(
          interpolation.reference, interpolation.name, subject: decoding.subject, at: interpolation.span))
      return nil
    }
    if let anchor = AnchorTrap.before(node), AnchorTrap.isRest(scalar) {
      anchor.report(&decoding)
      return nil
    }
    if !CommentTrap(node).check(&decoding) { return nil }
    return ExpressionSource(scalar.text, span: node.span, map: node.sourceMap)
  }

  /// What to say about a `${name}` in an expression.
  static func notReplaced(
    _ reference: String, _ name: String?, subject: String, at span: Span
  ) -> Diagnostic {
    Diagnostic(
      .error, "\(subject) is an expression; \(reference.inBackticks) is not replaced in it", at: span,
      help: "use `params.\(name ?? "name")` for a param, or `$${` for a literal `${`")
  }

  /// The text.
  public func json(for purpose: JSONPurpose) -> JSONValue { .string(text) }
}

extension ExpressionSource: Hashable {
  /// Expressions are equal if their texts are, wherever they stand.
  public static func == (left: ExpressionSource, right: ExpressionSource) -> Bool { left.text == right.text }
  /// Feeds the text.
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
