/// A text that is never shown: not in plans, logs, digests, descriptions or excerpts of files.
public struct Secret: ConfigValue, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let value: String

  /// Wraps a text.
  public init(_ value: String) { self.value = value }

  /// The text, for the one place that sends it.
  public func reveal() -> String { value }

  /// Whether there is any.
  public var isEmpty: Bool { value.isEmpty }

  /// Any text.
  public static var shape: Shape {
    var form = TextForm("a secret text", examples: ["${TOKEN}", "${file:/run/secrets/token}"])
    form.isSecret = true
    return .text(form)
  }

  /// Takes any scalar, and hides it in excerpts unless it stands elsewhere and only `${…}` is here.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> Secret? {
    guard let scalar = node.scalar, !scalar.isNull else {
      if node.scalar == nil { decoding.diagnostics.conceal(node.span) }
      decoding.reject(node, "text", help: "put the value in quotes if it is text")
      return nil
    }
    for span in scalar.literalSpans(node) { decoding.diagnostics.conceal(span) }
    for interpolation in scalar.interpolations { decoding.diagnostics.markSecret(interpolation.name) }
    return Secret(scalar.text)
  }

  /// A placeholder.
  public func json(for purpose: JSONPurpose) -> JSONValue { .secret }
  /// A placeholder.
  public var description: String { "(secret)" }
  /// A placeholder.
  public var debugDescription: String { "(secret)" }
  /// Nothing inside can be reached by reflection.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Scalar {
  /// The parts of a scalar that stand literally in the file.
  fileprivate func literalSpans(_ node: Node) -> [Span] {
    guard isInterpolated else { return [node.span] }
    var spans: [Span] = []
    var start = node.span.range.lowerBound
    for interpolation in interpolations {
      spans.append(Span(node.span.file, start..<max(start, interpolation.span.range.lowerBound)))
      start = max(start, interpolation.span.range.upperBound)
    }
    spans.append(Span(node.span.file, start..<max(start, node.span.range.upperBound)))
    return spans
  }
}
