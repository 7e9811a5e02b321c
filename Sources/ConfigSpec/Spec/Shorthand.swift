/// A short form in place of a mapping.
public struct Shorthand<Options: Sendable>: Sendable {
  let shape: Shape
  let doc: String
  let accepts: @Sendable (Node) -> Bool
  let decode: @Sendable (Node, inout Decoding) -> Options?

  /// Declares a form: a scalar or a list that stands for the whole mapping.
  public init<Value: ConfigValue>(
    _ type: Value.Type, _ doc: String, _ make: @escaping @Sendable (Value) -> Options
  ) {
    self.init(as: Codec<Value>.standard, doc, make)
  }

  /// Declares a form with a codec of its own.
  public init<Value: Sendable>(
    as codec: Codec<Value>, _ doc: String, _ make: @escaping @Sendable (Value) -> Options
  ) {
    shape = codec.shape
    self.doc = doc
    accepts = { node in
      var trial = Decoding()
      return codec.decode(node, &trial) != nil && !trial.diagnostics.hasErrors
    }
    decode = { node, decoding in codec.decode(node, &decoding).map(make) }
  }
}
