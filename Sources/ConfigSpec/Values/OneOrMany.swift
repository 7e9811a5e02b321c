/// A list that may be written without brackets if it has one item: `status: 429` or `status: [429, 503]`.
public struct OneOrMany<Element: ConfigValue>: ConfigValue {
  /// The items.
  public var items: [Element]

  /// Makes a list.
  public init(_ items: [Element]) { self.items = items }

  /// One value or a list.
  public static var shape: Shape { .anyOf([Element.shape, .list(Element.shape)]) }

  /// Reads a sequence or one value.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> OneOrMany? {
    if node.items != nil { return [Element].decode(node, &decoding).map { OneOrMany($0) } }
    return Element.decode(node, &decoding).map { OneOrMany([$0]) }
  }

  /// A list.
  public func json(for purpose: JSONPurpose) -> JSONValue { items.json(for: purpose) }
}
