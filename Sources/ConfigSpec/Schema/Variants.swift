/// A mapping in which one key names a kind and another has that kind's own options: `uses` and `with`.
public struct Variants: Sendable {
  /// One kind.
  public struct Kind: Sendable {
    /// What the tag says.
    public var name: String
    /// The options of this kind.
    public var options: SpecOutline

    /// Declares a kind.
    public init(_ name: String, _ options: SpecOutline) {
      self.name = name
      self.options = options
    }
  }

  /// The key that names the kind.
  public var tag: String
  /// The key that has the options.
  public var payload: String
  /// The kinds in the order in which completion offers them.
  public var kinds: [Kind]

  /// Declares the kinds.
  public init(tag: String, payload: String, kinds: [Kind]) {
    self.tag = tag
    self.payload = payload
    self.kinds = kinds
  }
}
