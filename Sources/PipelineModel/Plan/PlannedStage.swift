/// A stage as it runs.
public struct PlannedStage: Sendable {
  /// The kind of step behind a stage, which decides how it is driven.
  public enum Work: Sendable {
    /// Synchronous and pure.
    case transform(any TransformStep)
    /// In source order, with a memory; made anew for every run.
    case ordered(@Sendable () -> any OrderedStep)
    /// Asynchronous, through the layers of a policy; a step's plan leaves the policy at its default, and the
    /// planner fills it.
    case call(any CallStep, CallPolicy)
  }

  /// A slot that records the stage doesn't touch must fill all the same.
  public struct Carry: Sendable, Equatable {
    /// The slot with the value so far; nil if the field is new.
    public var from: Int?
    /// The slot that later stages read.
    public var to: Int

    /// A carry from its parts.
    public init(from: Int?, to: Int) {
      self.from = from
      self.to = to
    }
  }

  /// The stage's name in the file.
  public var name: String
  /// The part it uses.
  public var uses: String
  /// The part of the system it belongs to, for logs and alerts; by default `uses`.
  public var component: String?
  /// What it does.
  public var work: Work
  /// The records it works on; the others pass untouched.
  public var when: RowPredicate?
  /// Slots that untouched records copy.
  public var carries: [Carry]
  /// The columns before the stage.
  public var input: Schema
  /// The columns after it.
  public var output: Schema

  /// A stage from its parts.
  public init(
    name: String, uses: String, work: Work, when: RowPredicate?, carries: [Carry], input: Schema,
    output: Schema
  ) {
    self.name = name
    self.uses = uses
    self.work = work
    self.when = when
    self.carries = carries
    self.input = input
    self.output = output
  }
}
