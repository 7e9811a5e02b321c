/// Writes the JSON Schema (2020-12) of a spec, for completion, hover and checks in editors.
///
/// The text is the same for the same declarations. Fields that are not text also accept `${…}`.
public struct JSONSchema {
  private let root: SpecOutline
  private let variants: [String: Variants]
  private let id: String?
  private var definitions: [String: JSONValue] = [:]
  private var order: [String] = []

  /// Takes the spec of a whole file, and by spec name the keys whose options depend on another key.
  public init(root: SpecOutline, variants: [String: Variants] = [:], id: String? = nil) {
    self.root = root
    self.variants = variants
    self.id = id
  }

  /// The schema as indented text with a line break at the end.
  public func text() -> String { value().text(isPretty: true) + "\n" }

  /// The schema.
  public func value() -> JSONValue {
    var builder = self
    let reference = builder.reference(root)
    var members: [(String, JSONValue)] = [
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema"))
    ]
    if let id { members.append(("$id", .string(id))) }
    members += [
      ("$comment", .string("Generated from the declarations of the options; do not edit.")),
      ("title", .string(root.name)), ("description", .string(root.doc)),
    ]
    members += reference
    let interpolated: JSONValue = .object([
      ("description", .string("A param, an environment variable or a file.")), ("type", .string("string")),
      ("pattern", .string("\\$\\{")),
    ])
    var all = builder.order.sorted().map { ($0, builder.definitions[$0] ?? .object([])) }
    all.append(("interpolated", interpolated))
    members.append(("$defs", .object(all)))
    return .object(members)
  }

  private mutating func reference(_ outline: SpecOutline) -> [(String, JSONValue)] {
    if definitions[outline.name] == nil {
      definitions[outline.name] = .null
      order.append(outline.name)
      definitions[outline.name] = definition(outline)
    }
    return [("$ref", .string("#/$defs/\(outline.name)"))]
  }

  private mutating func definition(_ outline: SpecOutline) -> JSONValue {
    let object = mapping(outline)
    guard !outline.shorthands.isEmpty else { return .object(object) }
    var choices: [JSONValue] = [.object(object)]
    for shorthand in outline.shorthands {
      choices.append(.object([("description", .string(shorthand.doc))] + members(shorthand.shape)))
    }
    return .object([("description", .string(outline.doc)), ("anyOf", .array(choices))])
  }

  private mutating func mapping(_ outline: SpecOutline) -> [(String, JSONValue)] {
    let variants = variants[outline.name]
    var properties: [(String, JSONValue)] = []
    for key in outline.keys { properties.append((key.name, .object(property(key, variants)))) }
    var members: [(String, JSONValue)] = [
      ("description", .string(outline.doc)), ("type", .string("object")),
      ("additionalProperties", .bool(false)),
      ("properties", .object(properties)),
    ]
    let required = outline.keys.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { members.append(("required", .array(required))) }
    var rules: [JSONValue] = outline.keys.compactMap { key in
      key.aliasOf.map {
        .object([("not", .object([("required", .array([.string($0), .string(key.name)]))]))])
      }
    }
    if let variants { rules += variants.kinds.map { rule(variants, $0) } }
    if !rules.isEmpty { members.append(("allOf", .array(rules))) }
    return members
  }

  private mutating func property(_ key: SpecOutline.Key, _ variants: Variants?) -> [(String, JSONValue)] {
    var members: [(String, JSONValue)] = [("description", .string(key.doc))]
    if let variants, variants.tag == key.name {
      members.append(("enum", .array(variants.kinds.map { .string($0.name) })))
      members.append(("markdownEnumDescriptions", .array(variants.kinds.map { .string($0.options.doc) })))
    } else {
      members += self.members(key.shape)
    }
    if let value = key.defaultValue { members.append(("default", value)) }
    if key.deprecation != nil { members.append(("deprecated", .bool(true))) }
    if !key.examples.isEmpty { members.append(("examples", .array(key.examples))) }
    return members
  }

  private mutating func rule(_ variants: Variants, _ kind: Variants.Kind) -> JSONValue {
    let condition: JSONValue = .object([
      ("properties", .object([(variants.tag, .object([("const", .string(kind.name))]))])),
      ("required", .array([.string(variants.tag)])),
    ])
    var consequence: [(String, JSONValue)] = [
      ("properties", .object([(variants.payload, .object(reference(kind.options)))]))
    ]
    if kind.options.keys.contains(where: \.isRequired) {
      consequence.append(("required", .array([.string(variants.payload)])))
    }
    return .object([("if", condition), ("then", .object(consequence))])
  }

  private mutating func members(_ shape: Shape) -> [(String, JSONValue)] {
    switch shape {
    case .options(let reference): return self.reference(reference.outline)
    case .list(let item): return [("type", .string("array")), ("items", .object(members(item)))]
    case .map(let value):
      return [("type", .string("object")), ("additionalProperties", .object(members(value)))]
    case .anyOf(let shapes):
      var choices: [JSONValue] = []
      for shape in shapes { choices.append(.object(members(shape))) }
      return [("anyOf", .array(choices))]
    default: return shape.scalarSchema
    }
  }
}
