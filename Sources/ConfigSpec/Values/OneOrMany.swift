/// A list that may be written without brackets if it has one item: `status: 429` or `status: [429, 503]`.
public struct OneOrMany<Element: ConfigValue>: ConfigValue {
  /// The items.
  public var items: [Element]

  /// Makes a list.
  public init(_ items: [Element]) { self.items = items }

  /// One value or a list.
  public static var shape: Shape { Codec<Element>.standard.oneOrMany.shape }

  /// Reads a sequence or one value.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> OneOrMany? {
    Codec<Element>.standard.oneOrMany.decode(node, &decoding)
  }

  /// A list.
  public func json(for purpose: JSONPurpose) -> JSONValue { items.json(for: purpose) }
}

extension Codec where Value: ConfigValue {
  /// One such value, or a list of them.
  public var oneOrMany: Codec<OneOrMany<Value>> {
    let list = list
    return Codec<OneOrMany<Value>>(
      shape: .anyOf([shape, list.shape]),
      decode: { node, decoding in
        if node.items != nil { return list.decode(node, &decoding).map { OneOrMany($0) } }
        return decode(node, &decoding).map { OneOrMany([$0]) }
      },
      json: { value, purpose in list.json(value.items, purpose) })
  }
}
