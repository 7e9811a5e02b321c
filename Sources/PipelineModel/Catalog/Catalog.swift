/// The parts a pipeline file can name, in the order in which they are listed to people.
public struct Catalog: Sendable {
  /// What `source: {uses: …}` can name.
  public var sources: [SourcePart]
  /// What `stages: [{uses: …}]` can name.
  public var steps: [StepPart]
  /// What `sinks: [{uses: …}]` can name.
  public var sinks: [SinkPart]

  /// A catalog of these parts.
  public init(sources: [SourcePart], steps: [StepPart], sinks: [SinkPart]) {
    self.sources = sources
    self.steps = steps
    self.sinks = sinks
  }
}
