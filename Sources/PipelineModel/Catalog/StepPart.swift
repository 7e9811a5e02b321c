public import ConfigSpec

/// A kind of step: its options and how a plan is made of them.
public protocol StepDefinition: SendableMetatype {
  /// What stands under `with`.
  associatedtype Options: Configurable
  /// The name after `uses`.
  static var name: String { get }
  /// Makes a step for the columns that reach it, and says which columns leave it; reports what is wrong, and then
  /// returns nil.
  static func plan(_ options: Options, _ planning: inout StepPlanning) -> PlannedStage.Work?
}

/// A step definition without its Swift types, as the catalog lists it.
public struct StepPart: Sendable {
  /// The name after `uses`.
  public let name: String
  /// The options, for schema and reference.
  public let outline: SpecOutline
  /// Decodes `with` and plans; the work is nil if anything is wrong.
  public let plan: @Sendable (Node, inout StepPlanning) -> (work: PlannedStage.Work?, settings: PartSettings)

  /// Lists a definition.
  public init<Definition: StepDefinition>(_ definition: Definition.Type) {
    name = Definition.name
    outline = Definition.Options.spec.outline
    plan = { node, planning in
      let (options, settings) = decode(
        Definition.Options.self, node, at: planning.path, &planning.decoding)
      return (options.flatMap { Definition.plan($0, &planning) }, settings)
    }
  }
}
