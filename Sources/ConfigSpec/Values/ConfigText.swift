/// A value that is written as a text of a certain form: durations, sizes, shares, and forms of your own.
public protocol ConfigText: ConfigValue {
  /// What the text looks like.
  static var form: TextForm { get }
  /// Reads the text; `isPlain` says that it was not quoted.
  static func parse(_ text: String) throws(TextProblem) -> Self
  /// The usual way to write the value.
  var configText: String { get }
}

extension ConfigText {
  /// Text in the form.
  public static var shape: Shape { .text(form) }

  /// Reads a scalar.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> Self? {
    guard let scalar = node.scalar, !scalar.isNull else {
      decoding.reject(node, form.noun)
      return nil
    }
    do throws(TextProblem) {
      return try parse(scalar.text)
    } catch {
      let span = error.range.map { node.sourceMap.span(of: $0) }
      if let message = error.message {
        decoding.error(message, at: span ?? node.span, help: error.help)
      } else {
        decoding.reject(node, form.noun, help: error.help)
      }
      return nil
    }
  }

  /// The usual text.
  public func json(for purpose: JSONPurpose) -> JSONValue { .string(configText) }
}
