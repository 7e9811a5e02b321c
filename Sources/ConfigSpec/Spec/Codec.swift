/// How values of one type are read and shown: the common ground of all kinds of field.
public struct Codec<Value: Sendable>: Sendable {
  let shape: Shape
  let nullability: Nullability
  let decode: @Sendable (Node, inout Decoding) -> Value?
  let json: @Sendable (Value, JSONPurpose) -> JSONValue

  /// Makes a codec from its parts.
  public init(
    shape: Shape, nullability: Nullability = .refused,
    decode: @escaping @Sendable (Node, inout Decoding) -> Value?,
    json: @escaping @Sendable (Value, JSONPurpose) -> JSONValue
  ) {
    self.shape = shape
    self.nullability = nullability
    self.decode = decode
    self.json = json
  }
}

extension Codec where Value: ConfigValue {
  /// The type's own way.
  public static var standard: Codec {
    Codec(
      shape: Value.shape, nullability: Value.nullability, decode: { Value.decode($0, &$1) },
      json: { $0.json(for: $1) })
  }
}

extension Codec {
  /// Also accepts `null`, unless the type says that it never means anything.
  public var optional: Codec<Value?> {
    Codec<Value?>(
      shape: shape, nullability: nullability.optional,
      decode: { node, decoding in
        if node.isNull { return .some(nil) }
        return decode(node, &decoding).map { .some($0) }
      },
      json: { value, purpose in value.map { json($0, purpose) } ?? .null })
  }

  /// A list of such values.
  public var list: Codec<[Value]> {
    Codec<[Value]>(
      shape: .list(shape),
      decode: { node, decoding in
        guard let items = node.items else {
          let text = node.scalar.map { $0.isNull ? "" : $0.text }
          decoding.reject(node, "a list", help: text.map { "write `[\($0)]`" })
          return nil
        }
        var values: [Value] = []
        var isComplete = true
        for (index, item) in items.enumerated() {
          let value = decoding.descend(index: index, item) {
            $0.skips(item, as: shape) ? nil : decode(item, &$0)
          }
          if let value { values.append(value) } else { isComplete = false }
        }
        return isComplete ? values : nil
      },
      json: { values, purpose in .array(values.map { json($0, purpose) }) })
  }

  /// A map from names to such values.
  public var map: Codec<OrderedMap<Value>> {
    Codec<OrderedMap<Value>>(
      shape: .map(shape),
      decode: { node, decoding in
        guard let entries = node.entries else {
          decoding.reject(node, "a map of `name: value` entries")
          return nil
        }
        var values = OrderedMap<Value>()
        var isComplete = true
        for entry in entries {
          let value = decoding.descend(entry.name, entry.value, keySpan: entry.key.span) {
            decoding -> Value? in
            if decoding.skips(entry.value, as: shape) { return nil }
            if !nullability.accepts(entry.value) {
              decoding.error("has no value", at: entry.value.span, help: "write a value after the `:`")
              return nil
            }
            return decode(entry.value, &decoding)
          }
          if let value { values.append(entry.name, value) } else { isComplete = false }
        }
        return isComplete ? values : nil
      },
      json: { values, purpose in
        let members = values.entries.map { ($0.name, json($0.value, purpose)) }
        return .object(purpose == .digest ? members.sorted { $0.0 < $1.0 } : members)
      })
  }
}

extension Codec {
  /// Accepts only values that a rule finds nothing wrong with.
  ///
  /// `.standard.checked { $0.isEmpty ? TextProblem("is empty") : nil }`
  public func checked(_ problem: @escaping @Sendable (Value) -> TextProblem?) -> Codec {
    Codec(
      shape: shape, nullability: nullability,
      decode: { node, decoding in
        guard let value = decode(node, &decoding) else { return nil }
        guard let problem = problem(value) else { return value }
        let span = problem.range.map { node.sourceMap.span(of: $0) } ?? node.span
        decoding.error(problem.message ?? "is not \(shape.noun)", at: span, help: problem.help)
        return nil
      }, json: json)
  }
}

extension Codec where Value: Comparable {
  /// Accepts only values of a range.
  public func limited(to range: ClosedRange<Value>) -> Codec {
    let text = { @Sendable (value: Value) in json(value, .display).display }
    return Codec(
      shape: shape.limited(to: range, text: "\(text(range.lowerBound)) to \(text(range.upperBound))"),
      nullability: nullability,
      decode: { node, decoding in
        guard let value = decode(node, &decoding) else { return nil }
        if value < range.lowerBound {
          decoding.reject(node, "at least \(text(range.lowerBound))")
          return nil
        }
        if value > range.upperBound {
          decoding.reject(node, "at most \(text(range.upperBound))")
          return nil
        }
        return value
      }, json: json)
  }
}

extension Shape {
  fileprivate func limited<Value: Comparable>(to range: ClosedRange<Value>, text: String) -> Shape {
    switch self {
    case .integer: return .integer(range as? ClosedRange<Int>)
    case .number: return .number(range as? ClosedRange<Double>)
    case .text(var form):
      form.bounds = text
      return .text(form)
    default: return self
    }
  }
}
