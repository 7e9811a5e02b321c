/// An enumeration whose cases are words in the file.
public protocol ConfigEnum: ConfigValue, CaseIterable, RawRepresentable where RawValue == String {
  /// What the case means, for the schema and the reference.
  var doc: String { get }
  /// Other words for cases, such as `warning` for medium.
  static var aliases: [(name: String, value: Self)] { get }
  /// Whether `HIGH` is `high`.
  static var ignoresCase: Bool { get }
}

extension ConfigEnum {
  /// Nothing to say.
  public var doc: String { "" }
  /// No other words.
  public static var aliases: [(name: String, value: Self)] { [] }
  /// Case matters.
  public static var ignoresCase: Bool { false }

  /// The words.
  public static var shape: Shape {
    .choice(
      allCases.map { value in
        var choice = Choice(value.rawValue, value.doc)
        choice.aliases = aliases.filter { $0.value.rawValue == value.rawValue }.map(\.name)
        choice.ignoresCase = ignoresCase
        return choice
      })
  }

  /// Reads one of the words.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> Self? {
    guard let scalar = node.scalar, !scalar.isNull else {
      decoding.reject(node, shape.noun)
      return nil
    }
    let text = ignoresCase ? scalar.text.lowercased() : scalar.text
    if let value = Self(rawValue: text) { return value }
    if let alias = aliases.first(where: { $0.name == text }) { return alias.value }
    let words = allCases.map(\.rawValue) + aliases.map(\.name)
    decoding.reject(
      node, shape.noun, help: Suggestion(scalar.text, among: words).closest.map { "did you mean `\($0)`?" })
    return nil
  }

  /// The word.
  public func json(for purpose: JSONPurpose) -> JSONValue { .string(rawValue) }
}
