/// A value that may be written in several ways: `jitter: true`, `jitter: full`, `jitter: {plus: 10%}`.
public protocol ConfigUnion: ConfigValue {
  /// The ways, the most usual first.
  static var alternatives: [Alternative<Self>] { get }
}

extension ConfigUnion {
  /// Any of the ways.
  public static var shape: Shape { .anyOf(alternatives.map(\.shape)) }

  /// Takes the first way that fits; if none does, the only way with the right kind of node says why.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> Self? {
    var trials: [(shape: Shape, decoding: Decoding)] = []
    for alternative in alternatives {
      let trial = decoding.attempt { alternative.decode(node, &$0) }
      if let value = trial.result, !trial.decoding.diagnostics.hasErrors {
        decoding.accept(trial.decoding)
        return value
      }
      if alternative.shape.fits(node) { trials.append((alternative.shape, trial.decoding)) }
    }
    if trials.count == 1, node.scalar == nil, trials[0].decoding.diagnostics.hasErrors {
      decoding.accept(trials[0].decoding)
    } else {
      let words = alternatives.flatMap { $0.shape.words.flatMap { [$0.name] + $0.aliases } }
      let closest = node.scalar.flatMap { Suggestion($0.text, among: words).closest }
      decoding.reject(node, shape.noun, help: closest.map { "did you mean `\($0)`?" })
    }
    return nil
  }

  /// The first way that can write the value.
  public func json(for purpose: JSONPurpose) -> JSONValue {
    for alternative in Self.alternatives {
      if let json = alternative.json(self, purpose) { return json }
    }
    return .null
  }
}

extension Shape {
  /// Whether the node is of the right kind: scalar, list or map.
  fileprivate func fits(_ node: Node) -> Bool {
    switch self {
    case .boolean, .integer, .number, .text, .choice: node.scalar != nil
    case .list: node.items != nil
    case .map, .options: node.entries != nil
    case .anyOf(let shapes): shapes.contains { $0.fits(node) }
    case .any: true
    }
  }
}
