/// A map from names to values that keeps the order of the file.
public struct OrderedMap<Value: Sendable>: Sendable {
  /// A name and its value.
  public struct Entry: Sendable {
    /// The name.
    public var name: String
    /// The value.
    public var value: Value
  }

  /// The entries in order; no name twice.
  public private(set) var entries: [Entry] = []
  private var places: [String: Int] = [:]

  /// Begins empty.
  public init() {}

  /// Whether there are no entries.
  public var isEmpty: Bool { entries.isEmpty }
  /// The number of entries.
  public var count: Int { entries.count }
  /// The names in order.
  public var names: [String] { entries.map(\.name) }

  /// The value of a name.
  public subscript(name: String) -> Value? { places[name].map { entries[$0].value } }

  /// Adds an entry, or replaces the value of a name in its place.
  public mutating func append(_ name: String, _ value: Value) {
    if let place = places[name] {
      entries[place].value = value
    } else {
      places[name] = entries.count
      entries.append(Entry(name: name, value: value))
    }
  }
}

extension OrderedMap: ExpressibleByDictionaryLiteral {
  /// Lists entries.
  public init(dictionaryLiteral elements: (String, Value)...) {
    self.init()
    for (name, value) in elements { append(name, value) }
  }
}

extension OrderedMap: Sequence {
  /// Goes through the entries in order.
  public func makeIterator() -> IndexingIterator<[Entry]> { entries.makeIterator() }
}

extension OrderedMap: ConfigValue where Value: ConfigValue {
  /// A map of such values.
  public static var shape: Shape { .map(Value.shape) }

  /// Reads a mapping with any keys.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> OrderedMap? {
    Codec<Value>.standard.map.decode(node, &decoding)
  }

  /// An object.
  public func json(for purpose: JSONPurpose) -> JSONValue { Codec<Value>.standard.map.json(self, purpose) }
}
