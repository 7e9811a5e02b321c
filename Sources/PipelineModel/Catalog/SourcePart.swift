public import ConfigSpec

/// A kind of source: its options and how a plan is made of them.
public protocol SourceDefinition: SendableMetatype {
  /// What stands under `with`.
  associatedtype Options: Configurable
  /// The name after `uses`.
  static var name: String { get }
  /// Makes a source ready to be opened, with its schema; reports what is wrong, and then returns nil.
  static func plan(_ options: Options, _ planning: inout SourcePlanning) -> (any Source)?
}

/// What a source learns and reports while it is planned.
public struct SourcePlanning {
  /// Diagnostics and the places of all options.
  public var decoding: Decoding
  /// The path of the source's options in the file.
  public let path: String
  /// Where `uses` stands, for problems that belong to no option.
  public let span: Span
  /// Begins to plan.
  public init(decoding: Decoding, path: String, span: Span) {
    self.decoding = decoding
    self.path = path
    self.span = span
  }

  /// Reports an error at an option, such as `delimiter`.
  public mutating func error(_ message: String, at option: String? = nil, help: String? = nil) {
    decoding.diagnostics.error(message, at: place(option), help: help)
  }

  /// Reports a warning at an option.
  public mutating func warning(_ message: String, at option: String? = nil, help: String? = nil) {
    decoding.diagnostics.warning(message, at: place(option), help: help)
  }

  private func place(_ option: String?) -> Span {
    guard let option, case .file(let span) = decoding.origins["\(path).\(option)"] else { return span }
    return span
  }
}

/// A source definition without its Swift types, as the catalog lists it.
public struct SourcePart: Sendable {
  /// The name after `uses`.
  public let name: String
  /// The options, for schema and reference.
  public let outline: SpecOutline
  /// Decodes `with` and plans; the source is nil if anything is wrong.
  public let plan: @Sendable (Node, inout SourcePlanning) -> (source: (any Source)?, settings: PartSettings)

  /// Lists a definition.
  public init<Definition: SourceDefinition>(_ definition: Definition.Type) {
    name = Definition.name
    outline = Definition.Options.spec.outline
    plan = { node, planning in
      let (options, isRight, settings) = decode(
        Definition.Options.self, node, at: planning.path, &planning.decoding)
      return (isRight ? options.flatMap { Definition.plan($0, &planning) } : nil, settings)
    }
  }
}

/// Decodes the options of a part that stand at `path` of the file, and lists what they come to; after errors they hold
/// defaults for what is wrong.
func decode<Options: Configurable>(
  _ type: Options.Type, _ node: Node, at path: String, _ decoding: inout Decoding
) -> (options: Options?, isRight: Bool, settings: PartSettings) {
  var inner = Decoding(diagnostics: decoding.diagnostics, path: path)
  let options = Options.decode(node, &inner)
  let hasErrors = inner.diagnostics.errorCount > decoding.diagnostics.errorCount
  decoding.diagnostics = inner.diagnostics
  decoding.add(inner.origins)
  let settings = PartSettings(options ?? Options.spec.blank, inner.origins, at: path)
  return (options, !hasErrors, settings)
}

/// The effective settings of a part, and their meaning as canonical text.
public struct PartSettings: Sendable {
  /// Every setting with its origin.
  public var settings: [Setting]
  /// What a digest is taken of.
  public var canonicalText: String

  init<Options: Configurable>(_ options: Options, _ origins: Origins, at path: String) {
    settings = Options.spec.describe(options, origins, at: path)
    canonicalText = Options.spec.canonicalText(options)
  }
}
