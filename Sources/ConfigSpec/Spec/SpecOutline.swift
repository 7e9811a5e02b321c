/// A spec without its Swift types: what schema, reference and completion need.
public struct SpecOutline: Sendable {
  /// One key.
  public struct Key: Sendable {
    /// How it is written.
    public var name: String
    /// What it accepts.
    public var shape: Shape
    /// What it does.
    public var doc: String
    /// What holds if it is not written; nil if it must be written or means nothing then.
    public var defaultValue: JSONValue?
    /// Whether it must be written.
    public var isRequired: Bool
    /// What to write instead, if it is out of use.
    public var deprecation: String?
    /// The key that this is another spelling of.
    public var aliasOf: String?
    /// Samples.
    public var examples: [JSONValue]
  }

  /// The name in the schema's `$defs`.
  public var name: String
  /// What the options are for.
  public var doc: String
  /// The keys in the order of the declaration.
  public var keys: [Key]
  /// What is accepted in place of the mapping.
  public var shorthands: [Shorthand]

  /// A short form.
  public struct Shorthand: Sendable {
    /// What it accepts.
    public var shape: Shape
    /// What it means.
    public var doc: String
  }
}
