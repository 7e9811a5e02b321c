/// One way to write a value.
public struct Alternative<Value: Sendable>: Sendable {
  let shape: Shape
  let decode: @Sendable (Node, inout Decoding) -> Value?
  let json: @Sendable (Value, JSONPurpose) -> JSONValue?

  /// Declares a way: how to make the value from what was written, and what to write for it, if this way can.
  public init<Written: ConfigValue>(
    _ type: Written.Type, make: @escaping @Sendable (Written) -> Value?,
    write: @escaping @Sendable (Value) -> Written?
  ) {
    self.init(as: Codec<Written>.standard, make: make, write: write)
  }

  /// Declares a way with a codec of its own.
  public init<Written: Sendable>(
    as codec: Codec<Written>, make: @escaping @Sendable (Written) -> Value?,
    write: @escaping @Sendable (Value) -> Written?
  ) {
    shape = codec.shape
    decode = { node, decoding in codec.decode(node, &decoding).flatMap(make) }
    json = { value, purpose in write(value).map { codec.json($0, purpose) } }
  }
}
