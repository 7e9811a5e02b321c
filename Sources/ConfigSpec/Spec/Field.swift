/// One key of a mapping and the property it sets.
public struct Field<Options: Sendable>: Sendable {
  /// One way to write the key; all set the same property.
  struct Spelling: Sendable {
    var name: String
    var shape: Shape
    var doc: String?
    var deprecation: String?
    var nullability: Nullability
    var decode: @Sendable (Node, inout Decoding, inout Options) -> Bool
  }

  var spellings: [Spelling]
  let doc: String
  let property: String
  let json: @Sendable (Options, JSONPurpose) -> JSONValue
  var isRequired = false
  var isCosmetic = false
  var examples: [JSONValue] = []

  var name: String { spellings[0].name }

  /// Declares a field with a codec of its own.
  public init<Value: Sendable>(
    _ name: String, _ path: any WritableKeyPath<Options, Value> & Sendable, as codec: Codec<Value>,
    _ doc: String
  ) {
    self.doc = doc
    property = PropertyName(path).text
    json = { codec.json($0[keyPath: path], $1) }
    spellings = [Self.spelling(name, path, codec)]
  }

  /// Declares a field of a type that knows how it is written.
  public init<Value: ConfigValue>(
    _ name: String, _ path: any WritableKeyPath<Options, Value> & Sendable, _ doc: String
  ) {
    self.init(name, path, as: .standard, doc)
  }

  /// Declares a field with a range.
  public init<Value: ConfigValue & Comparable>(
    _ name: String, _ path: any WritableKeyPath<Options, Value> & Sendable, in range: ClosedRange<Value>,
    _ doc: String
  ) {
    self.init(name, path, as: .standard.limited(to: range), doc)
  }

  /// Declares an optional field with a range.
  public init<Value: ConfigValue & Comparable>(
    _ name: String, _ path: any WritableKeyPath<Options, Value?> & Sendable, in range: ClosedRange<Value>,
    _ doc: String
  ) {
    self.init(name, path, as: Codec<Value>.standard.limited(to: range).optional, doc)
  }

  /// Declares a duration whose unit is in the key: a number is written.
  public init(
    _ name: String, _ path: any WritableKeyPath<Options, Duration> & Sendable, as unit: DurationUnit,
    in range: ClosedRange<Duration>? = nil, _ doc: String
  ) {
    self.init(name, path, as: unit.codec(in: range), doc)
  }

  /// Declares an optional duration whose unit is in the key.
  public init(
    _ name: String, _ path: any WritableKeyPath<Options, Duration?> & Sendable, as unit: DurationUnit,
    in range: ClosedRange<Duration>? = nil, _ doc: String
  ) {
    self.init(name, path, as: unit.codec(in: range).optional, doc)
  }

  static func spelling<Value: Sendable>(
    _ name: String, _ path: any WritableKeyPath<Options, Value> & Sendable, _ codec: Codec<Value>
  ) -> Spelling {
    Spelling(name: name, shape: codec.shape, nullability: codec.nullability) { node, decoding, options in
      guard let value = codec.decode(node, &decoding) else { return false }
      options[keyPath: path] = value
      return true
    }
  }
}
