/// Why an expression can't be compiled: one diagnostic for each mistake, in the order of the text.
public struct CompileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// At least one.
  public let diagnostics: [ExpressionDiagnostic]

  init(_ diagnostics: [ExpressionDiagnostic]) {
    precondition(!diagnostics.isEmpty)
    self.diagnostics = diagnostics
  }

  init(_ message: String, at span: SourceSpan, help: String? = nil) {
    self.init([ExpressionDiagnostic(message, at: span, help: help)])
  }

  /// The diagnostics as `start-end: message (help)`, one a line.
  public var description: String {
    diagnostics.map { diagnostic in
      let help = diagnostic.help.map { " (\($0))" } ?? ""
      return "\(diagnostic.span.start)-\(diagnostic.span.upperBound): \(diagnostic.message)\(help)"
    }.joined(separator: "\n")
  }
}
