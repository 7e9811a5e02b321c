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
    decoding.reject(node, shape.noun, help: nearest(scalar.text).map { "did you mean `\($0)`?" })
    return nil
  }

  /// The word that was meant; the message lists the cases' own words, so an alias counts only without one.
  private static func nearest(_ text: String) -> String? {
    if let word = Suggestion(text, among: allCases.map(\.rawValue)).closest { return word }
    guard let alias = Suggestion(text, among: aliases.map(\.name)).closest else { return nil }
    let own = aliases.first { $0.name == alias }?.value.rawValue
    let letters = { (word: String) in word.filter { $0 != "-" && $0 != "_" } }
    return own.flatMap { letters($0) == letters(alias) ? $0 : nil } ?? alias
  }

  /// The word.
  public func json(for purpose: JSONPurpose) -> JSONValue { .string(rawValue) }
}
