public import ConfigSpec
public import PipelineModel
import Resilience

/// Fails on purpose, to rehearse what policies make of it.
///
///     fail: {class: transient, share: 20%, attempts: 2}
public enum Fail: StepDefinition {
  /// What stands under `with`.
  public struct Options: Configurable {
    /// How the failure is treated.
    public var kind = Kind.transient
    /// The share of records it hits.
    public var share = Share(1)
    /// Attempts of a record that fail.
    public var attempts: Int?
    /// The message.
    public var message = "failed on purpose"
    /// Another seed hits other records.
    public var seed = 0

    /// The declaration.
    public static let spec = Spec(
      blank: Self(), name: "fail step",
      """
      Fails on purpose, to rehearse policies. Which records it hits depends on the record and the seed alone, so a \
      run can be repeated.
      """
    ) {
      Field("class", \.kind, "How the failure is treated.")
      Field("share", \.share, "The share of records it hits.").example("20%")
      Field(
        "attempts", \.attempts, in: 1...1_000_000,
        "How many attempts of a record fail before one succeeds; unset means all.")
      Field("message", \.message, "What the failure says.")
      Field("seed", \.seed, in: 0...1_000_000_000, "Another seed hits other records.")
    }
  }

  /// How the failure is treated.
  public enum Kind: String, ConfigEnum, Sendable {
    /// It may succeed if tried again.
    case transient
    /// It will not succeed.
    case permanent
    /// A rule says no.
    case business
    /// The pipeline itself can't go on.
    case system

    var failureClass: FailureClass {
      switch self {
      case .transient: .transient
      case .permanent: .permanent
      case .business: .business
      case .system: .system
      }
    }
  }

  /// The name after `uses`.
  public static let name = "fail"

  /// A step that fails.
  public static func plan(_ options: Options, _ planning: inout StepPlanning) -> PlannedStage.Work? {
    .call(FailStep(options: options), CallPolicy())
  }
}

/// Fails for some records.
struct FailStep: CallStep, PreparedCall {
  let options: Fail.Options

  var isRepeatable: Bool { true }

  func prepare(_ row: Int, in batch: Batch) throws(Failure) -> any PreparedCall { self }

  var saved: String? { "" }

  func restore(_ saved: String) -> (any PreparedCall)? { self }

  func substitute(_ json: String) -> CallResult { CallResult() }

  func attempt(_ attempt: CallAttempt) async throws(Failure) -> CallResult {
    if attempt.number <= options.attempts ?? .max, isHit(attempt.messageID) {
      throw Failure("InjectedError", options.kind.failureClass, options.message)
    }
    return CallResult()
  }

  private func isHit(_ messageID: String) -> Bool {
    let digest = ContentDigest(of: messageID, seed: UInt64(options.seed))
    return Double(digest.low >> 11) * 0x1p-53 < options.share.fraction
  }
}
