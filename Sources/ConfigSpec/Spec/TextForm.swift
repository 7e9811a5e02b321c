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
