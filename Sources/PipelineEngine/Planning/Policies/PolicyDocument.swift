public import ConfigSpec

/// A policy file as it is written; several are merged before they count.
public struct PolicyDocument: Configurable {
  /// The services that stages call, by name.
  public var services = OrderedMap<ServiceSettings>()
  /// What happens to records that are given up.
  public var deadLetterQueue = DeadLetterSettings()
  /// Alert rules.
  public var alerts: [AlertRule] = []
  /// Who is told.
  public var routing = RoutingSettings()
  /// How they are told, by name.
  public var channels = OrderedMap<ChannelSettings>()
  /// Which failures are of which class.
  public var errors: [ErrorRule] = []

  private static let inPipelineFile = "this is a policy file, which a pipeline file lists under `policies`"

  /// The declaration.
  public static let spec = Spec(
    blank: Self(), "Policies: how services are called, what becomes of failures, and who is told."
  ) {
    Field("services", \.services, "Services by name; a stage names one with `service`.")
    Field("dead_letter_queue", \.deadLetterQueue, "What happens to records that are given up.")
    Field("alerts", \.alerts, "Alert rules; the conditions are PromQL.")
    Field("routing", \.routing, "Which channels are told about which alert.")
    Field("channels", \.channels, "Ways to tell people, by the names that `routing` uses.")
    Field(
      "errors", \.errors,
      "Gives failures a class and a severity; the first rule that matches counts, then the built-in table.")
    Refused("stages", "belongs in the pipeline file", help: inPipelineFile)
    Refused("source", "belongs in the pipeline file", help: inPipelineFile)
    Refused("sink", "belongs in the pipeline file", help: inPipelineFile)
    Refused("sinks", "belongs in the pipeline file", help: inPipelineFile)
    Refused("params", "belongs in the pipeline file", help: inPipelineFile)
    Refused("policies", "belongs in the pipeline file", help: "policy files don't include each other")
  }
}
