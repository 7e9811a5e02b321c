/// What a field accepts: the source of JSON Schema types and of the reference's type column.
public indirect enum Shape: Sendable {
  /// `true` or `false`.
  case boolean
  /// A whole number.
  case integer(ClosedRange<Int>?)
  /// A number.
  case number(ClosedRange<Double>?)
  /// Text, free or in a form.
  case text(TextForm)
  /// One of a few words.
  case choice([Choice])
  /// A list.
  case list(Shape)
  /// A map from names to values.
  case map(Shape)
  /// Options with a spec of their own.
  case options(SpecReference)
  /// Any of several shapes.
  case anyOf([Shape])
  /// Whatever YAML can say.
  case any
}

/// One word of an enumeration.
public struct Choice: Sendable {
  /// How it is written.
  public var name: String
  /// What it means.
  public var doc: String
  /// Other ways to write it.
  public var aliases: [String]
  /// Whether `HIGH` is `high`.
  public var ignoresCase = false

  /// Declares a word.
  public init(_ name: String, _ doc: String = "", aliases: [String] = []) {
    self.name = name
    self.doc = doc
    self.aliases = aliases
  }
}

/// What a text must look like.
public struct TextForm: Sendable {
  /// What it is called, with an article: "a duration such as `5s`".
  public var noun: String
  /// A regular expression that both JSON Schema and RE2 understand.
  public var pattern: String?
  /// Samples, for completion.
  public var examples: [String]
  /// The allowed range, as text.
  public var bounds: String?
  /// Whether it is secret.
  public var isSecret = false
  /// Whether a JSON number is accepted besides text.
  public var acceptsNumber = false

  /// Describes a form.
  public init(_ noun: String, pattern: String? = nil, examples: [String] = []) {
    self.noun = noun
    self.pattern = pattern
    self.examples = examples
  }
}

/// A spec that is looked up when it is needed, so that options can contain themselves.
public struct SpecReference: Sendable {
  private let find: @Sendable () -> SpecOutline

  /// Names a spec.
  public init(_ find: @escaping @Sendable () -> SpecOutline) {
    self.find = find
  }

  /// The spec.
  public var outline: SpecOutline { find() }
}
