public import ConfigSpec

/// A kind of sink: its options and how a plan is made of them.
public protocol SinkDefinition: SendableMetatype {
  /// What stands under `with`.
  associatedtype Options: Configurable
  /// The name after `uses`.
  static var name: String { get }
  /// Makes an encoder for the columns that reach the sinks, and says where its bytes go; reports what is wrong, and
  /// then returns nil.
  static func plan(_ options: Options, _ planning: inout SinkPlanning) -> PlannedOutput?
}

/// What a sink writes, and where to.
public struct PlannedOutput: Sendable {
  /// Turns records into bytes; nil throws them away.
  public var encoder: (any RecordEncoder)?
  /// Where the bytes go.
  public var destination: SinkDestination

  /// An output from its parts.
  public init(encoder: (any RecordEncoder)?, destination: SinkDestination) {
    self.encoder = encoder
    self.destination = destination
  }
}

/// What a sink learns and reports while it is planned.
public struct SinkPlanning {
  /// The columns that reach the sinks.
  public let schema: Schema
  /// Diagnostics and the places of all options.
  public var decoding: Decoding
  /// The path of the sink's options in the file.
  public let path: String
  /// Where `uses` stands, for problems that belong to no option.
  public let span: Span

  /// Begins to plan.
  public init(schema: Schema, decoding: Decoding, path: String, span: Span) {
    self.schema = schema
    self.decoding = decoding
    self.path = path
    self.span = span
  }

  /// Reports an error at an option, such as `path`.
  public mutating func error(_ message: String, at option: String? = nil, help: String? = nil) {
    var place = span
    if let option, case .file(let written) = decoding.origins["\(path).\(option)"] { place = written }
    decoding.diagnostics.error(message, at: place, help: help)
  }
}

/// A sink definition without its Swift types, as the catalog lists it.
public struct SinkPart: Sendable {
  /// The name after `uses`.
  public let name: String
  /// The options, for schema and reference.
  public let outline: SpecOutline
  /// Decodes `with` and plans; the output is nil if anything is wrong.
  public let plan: @Sendable (Node, inout SinkPlanning) -> (output: PlannedOutput?, settings: PartSettings)

  /// Lists a definition.
  public init<Definition: SinkDefinition>(_ definition: Definition.Type) {
    name = Definition.name
    outline = Definition.Options.spec.outline
    plan = { node, planning in
      let (options, isRight, settings) = decode(
        Definition.Options.self, node, at: planning.path, &planning.decoding)
      return (isRight ? options.flatMap { Definition.plan($0, &planning) } : nil, settings)
    }
  }
}
