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
