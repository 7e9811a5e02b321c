public import ConfigSpec
public import PipelineModel

/// The result of planning: a plan, unless something is wrong, and all that can be said about it.
public struct PlanOutcome: Sendable {
  /// The plan; nil if there are errors.
  public var plan: Plan?
  /// The plan for people.
  public var report: PlanReport
  /// What is wrong, in all files.
  public var diagnostics: Diagnostics
}

/// A plan for people: every effective setting and where it came from.
public struct PlanReport: Sendable {
  /// The source, a stage or a sink.
  public struct Part: Sendable {
    /// Its name in the file.
    public var name: String
    /// The part it uses.
    public var uses: String
    /// The condition, if there is one.
    public var when: String?
    /// Its effective settings.
    public var settings: [Setting]
    /// The columns after it.
    public var columns: [Column]
    /// Where records go, for sinks.
    public var destination: String?
    /// What is promised about its output, for sinks.
    public var delivery: String?
    /// The layers around it, outermost first, each with what it is set to.
    public var policies: [String]
  }

  /// A param and where its value came from.
  public struct Param: Sendable {
    /// The param's name.
    public var name: String
    /// Its value in this run.
    public var value: String
    /// `--set`, or `file:line` of its default.
    public var origin: String
    /// What it means.
    public var description: String
  }

  /// The pipeline's name.
  public var name = ""
  /// The params with the values of this run.
  public var params: [Param] = []
  /// The folder for state.
  public var stateDirectory = ""
  /// The pipeline file.
  public var file = ""
  /// The digest of the plan's meaning.
  public var digest = ""
  /// The digest of the policies' meaning.
  public var policyDigest = ""
  /// Settings of the pipeline as a whole.
  public var settings: [Setting] = []
  /// The source.
  public var source: Part?
  /// The stages, in order.
  public var stages: [Part] = []
  /// The sinks, in order.
  public var sinks: [Part] = []
  /// Whether a disturbed run gives the same bytes as an undisturbed one.
  public var isDeterministic = true
  /// What a reader should know besides.
  public var notes: [String] = []
  /// Settings of earlier policy files that later ones replaced.
  public var overrides: [Override] = []
}
