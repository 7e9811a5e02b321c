public import ConfigSpec

/// What makes two records the same.
public enum DedupeKey: ConfigValue, Equatable {
  /// The values of these fields.
  case fields([String])
  /// A computed value.
  case expression(ExpressionSource)

  /// A list of names or an expression.
  public static var shape: Shape { .anyOf([.list(String.shape), ExpressionSource.shape]) }

  /// Reads a list or a scalar.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> DedupeKey? {
    if node.items != nil { return [String].decode(node, &decoding).map { .fields($0) } }
    guard node.scalar != nil else {
      decoding.reject(node, shape.noun)
      return nil
    }
    return ExpressionSource.decode(node, &decoding).map { .expression($0) }
  }

  /// As written.
  public func json(for purpose: JSONPurpose) -> JSONValue {
    switch self {
    case .fields(let names): names.json(for: purpose)
    case .expression(let source): source.json(for: purpose)
    }
  }
}
