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
    blank: Self(), "Undoes a stage when a later stage gives the record up; the last stage is undone first."
  ) {
    Field("uses", \.uses, "The step's name; `pipeline steps` lists them.").required().example("http")
    Field("with", \.with, "The step's own options.")
    Field("service", \.service, "The service it calls; by default that of the stage.")
    Field("policy", \.policy, "How it is called: its own policy, on top of what the service says.")
  }
}
