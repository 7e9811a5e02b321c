public import ConfigSpec

/// `compensate`: the call that undoes a stage.
public struct CompensationSettings: Configurable {
  /// The step's name.
  public var uses = ""
  /// The step's own options.
  public var with: Node?
  /// The service it calls; by default the stage's.
  public var service: Located<String>?
  /// How it is called.
  public var policy: StagePolicy?

  /// The declaration.
  public static let spec = Spec(
    blank: Self(),
    """
    Undoes a stage when a later stage gives the record up, or when nobody knows how the stage itself ended; the last \
    stage is undone first. Every attempt of the stage carries the header `Idempotency-Key: RECORD/STAGE`, every attempt \
    to undo it `RECORD/STAGE/compensate`, the same after a restart. A replay of the record's dead letter enters at the \
    first stage that was undone; what was undone is done anew under a key of its own (`RECORD/STAGE/2`), what was not \
    keeps its key.
    """
  ) {
    Field("uses", \.uses, "The step's name; `pipeline steps` lists them.").required().example("http")
    Field("with", \.with, "The step's own options.")
    Field("service", \.service, "The service it calls; by default that of the stage.")
    Field("policy", \.policy, "How it is called: its own policy, on top of what the service says.")
  }
}
