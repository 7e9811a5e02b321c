/// One value of a YAML file and where it stands.
public struct Node: Sendable {
  /// A scalar, a sequence or a mapping.
  public enum Content: Sendable {
    /// Text that its field gives a type.
    case scalar(Scalar)
    /// A list.
    case sequence([Node])
    /// Keys and values in the order of the file; no key twice.
    case mapping([Entry])
  }

  /// A key and its value.
  public struct Entry: Sendable {
    /// The key; always a scalar.
    public var key: Node
    /// The value.
    public var value: Node

    /// Joins a key and a value.
    public init(key: Node, value: Node) {
      self.key = key
      self.value = value
    }

    /// The key's text.
    public var name: String { key.scalar?.text ?? "" }
  }

  /// What it holds.
  public var content: Content
  /// Where it stands; for a value reached through an alias, where the anchor is.
  public var span: Span
  /// Whether a collection is written with brackets.
  public var isFlow = false
  /// Whether an error about it has been reported already, so that its field says nothing more.
  var isRejected = false

  /// Makes a node.
  public init(_ content: Content, span: Span, isFlow: Bool = false) {
    self.content = content
    self.span = span
    self.isFlow = isFlow
  }

  /// The scalar, if it is one.
  public var scalar: Scalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  /// The entries, if it is a mapping.
  public var entries: [Entry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  /// The items, if it is a sequence.
  public var items: [Node]? {
    if case .sequence(let items) = content { items } else { nil }
  }

  /// Whether it is an empty value, `~` or `null`.
  public var isNull: Bool { scalar?.isNull ?? false }

  /// The value of a key of a mapping.
  public subscript(key: String) -> Node? { entry(key)?.value }

  /// The entry of a key of a mapping.
  public func entry(_ key: String) -> Entry? {
    entries?.first { $0.name == key }
  }

  /// What it is, for messages: "a map", "a list", "`text`".
  public var summary: String {
    switch content {
    case .scalar(let scalar): scalar.summary
    case .sequence: "a list"
    case .mapping: "a map"
    }
  }
}
