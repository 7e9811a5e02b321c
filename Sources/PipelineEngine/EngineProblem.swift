import PipelineModel

/// Why a run, or a command on its state, can't go on.
public struct EngineProblem: Error, Sendable {
  /// What the process's exit code says.
  public enum Kind: Sendable, Equatable {
    /// The run failed (exit 1).
    case failed
    /// The files, or the state they meet, are not acceptable as they are (exit 2).
    case refused
    /// The state directory is in use by another run (exit 5).
    case inUse
  }

  /// What the process's exit code says.
  public var kind: Kind
  /// What is wrong and where.
  public var message: String
  /// What to do next.
  public var help: String?

  /// A problem from its parts.
  public init(_ kind: Kind, _ message: String, help: String? = nil) {
    self.kind = kind
    self.message = message
    self.help = help
  }

  init(_ problem: FileProblem, about path: String) {
    self.init(.failed, problem.message(about: path))
  }

  init(_ problem: StoreProblem) {
    self.init(problem.isRefusal ? .refused : .failed, problem.text, help: problem.help)
  }

  init(_ problem: SourceProblem) {
    let isRefusal = problem.kind == .changed || problem.kind == .truncated
    self.init(isRefusal ? .refused : .failed, problem.message)
  }
}
