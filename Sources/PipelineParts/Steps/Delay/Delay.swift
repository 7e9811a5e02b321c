public import ConfigSpec
public import PipelineModel

/// Waits, to rehearse a slow service or to slow a pipeline down.
///
///     delay: {for: 100ms}
public enum Delay: StepDefinition {
  /// What stands under `with`.
  public struct Options: Configurable {
    /// How long.
    public var duration: Duration = .zero

    /// The declaration.
    public static let spec = Spec(
      blank: Self(), name: "delay step", "Waits with each record; many records wait at the same time."
    ) {
      Field(
        "for", \.duration, in: .milliseconds(1) ... .seconds(86_400), "How long each record waits."
      )
      .required().example("100ms")
    }
  }

  /// The name after `uses`.
  public static let name = "delay"

  /// A step that waits.
  public static func plan(_ options: Options, _ planning: inout StepPlanning) -> PlannedStage.Work? {
    .call(DelayStep(duration: options.duration), CallPolicy())
  }
}

/// Waits with a record.
struct DelayStep: CallStep, PreparedCall {
  let duration: Duration

  var isRepeatable: Bool { true }

  func prepare(_ row: Int, in batch: Batch) throws(Failure) -> any PreparedCall { self }

  var saved: String? { "" }

  func restore(_ saved: String) -> (any PreparedCall)? { self }

  func substitute(_ json: String) -> CallResult { CallResult() }

  func attempt(_ attempt: CallAttempt) async throws(Failure) -> CallResult {
    // Cancelled, it ends early, and nobody looks at the result.
    try? await Task.sleep(for: duration)
    return CallResult()
  }
}
