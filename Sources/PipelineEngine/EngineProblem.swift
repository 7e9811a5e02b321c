import PipelineModel
public import Resilience

/// Why a run, or a command on its state, can't go on.
public struct EngineProblem: Error, Sendable, Equatable {
  /// What the process's exit code says.
  public enum Kind: Sendable, Equatable {
    /// The run failed (exit 1).
    case failed
    /// The files, or the state they meet, are not acceptable as they are (exit 2).
    case refused
    /// There is no room to write: the run stopped at its last checkpoint, and goes on once there is (exit 4).
    case diskFull
    /// The state directory is in use by another run (exit 5).
    case inUse

    /// 1 failed, 2 refused, 4 disk full, 5 in use.
    public var exitCode: Int32 {
      switch self {
      case .failed: 1
      case .refused: 2
      case .diskFull: 4
      case .inUse: 5
      }
    }
  }

  /// What the process's exit code says.
  public var kind: Kind
  /// What is wrong and where.
  public var message: String
  /// What to do next.
  public var help: String?
  /// The stage that gave up the run, if one did.
  public var stage: String?
  /// The stage's own name for it, such as `ExpectationError`.
  public var errorType: String?
  /// The class of the stage's failure.
  public var failureClass: FailureClass?

  /// A problem from its parts.
  public init(_ kind: Kind, _ message: String, help: String? = nil) {
    self.kind = kind
    self.message = message
    self.help = help
  }

  /// The failure of a stage that ends the run.
  init(_ failure: Failure, of stage: String) {
    let mending =
      failure.failureClass == .business
      ? "mend the data, or what stage `\(stage)` asks for, and run with `--restart`"
      : "mend the cause and run the same command again, with `--restart` if the plan has changed"
    self.init(
      .failed, "stage `\(stage)`: \(failure.message)", help: "the outputs are not published; \(mending)")
    self.stage = stage
    errorType = failure.type
    failureClass = failure.failureClass
  }

  init(_ problem: FileProblem, about path: String) {
    let message = problem.message(about: path)
    self = problem.isNoSpace ? EngineProblem(diskFull: message) : EngineProblem(.failed, message)
  }

  init(_ problem: StoreProblem) {
    self =
      problem.isNoSpace
      ? EngineProblem(diskFull: problem.text)
      : EngineProblem(problem.isRefusal ? .refused : .failed, problem.text, help: problem.help)
  }

  /// A change of the store, made by hand, for which there is no space.
  init(nothingWritten problem: StoreProblem) {
    self.init(diskFull: problem.text, help: Self.nothingChanged)
  }

  /// The same for a change by hand, behind which no run goes on.
  var whereNothingWasChanged: EngineProblem { EngineProblem(diskFull: message, help: Self.nothingChanged) }

  private static let nothingChanged = "nothing was changed; free some space and run the same command again"

  private init(
    diskFull message: String,
    help: String = "free some space and run the same command again; it goes on at its last checkpoint"
  ) {
    self.init(.diskFull, message, help: help)
    errorType = "DiskFull"
    failureClass = .system
  }

  init(_ problem: SourceProblem) {
    let isRefusal = problem.kind == .changed || problem.kind == .truncated
    self.init(isRefusal ? .refused : .failed, problem.message)
  }
}
