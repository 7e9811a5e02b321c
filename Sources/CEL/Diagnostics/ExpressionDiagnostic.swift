/// What is wrong with an expression, where, and how to put it right.
public struct ExpressionDiagnostic: Hashable, Sendable {
  /// What is wrong and what was found, in lower case without a full stop, code in backticks.
  public let message: String

  /// The bytes of the expression the message is about.
  public let span: SourceSpan

  /// Advice, such as the name that was probably meant.
  public let help: String?

  init(_ message: String, at span: SourceSpan, help: String? = nil) {
    self.message = message
    self.span = span
    self.help = help
  }
}
