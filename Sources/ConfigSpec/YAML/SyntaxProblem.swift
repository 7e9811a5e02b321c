/// Turns what libyaml says into what a person needs.
struct SyntaxProblem {
  let file: SourceFile
  let problem: YAMLEvents.Problem
  let lastScalar: Node?

  func diagnostic() -> Diagnostic {
    Diagnostic(.error, problem.message, at: Span(file, problem.offset..<problem.offset + 1))
  }

  static func likelySecrets(in file: SourceFile) -> [Span] { [] }
}
