extension Shape {
  /// The type as the reference shows it.
  var markdown: String {
    switch self {
    case .boolean: "boolean"
    case .integer(let range): range.map { "integer, \($0.lowerBound) to \($0.upperBound)" } ?? "integer"
    case .number(let range):
      range.map {
        "number, \($0.lowerBound.json(for: .display).display) to \($0.upperBound.json(for: .display).display)"
      }
        ?? "number"
    case .text(let form): form.label
    case .choice(let choices): choices.map { "`\($0.name)`" }.joined(separator: ", ")
    case .list(let item): "list of \(item.markdown)"
    case .map(let value): "map of names to \(value.markdown)"
    case .options(let reference): "[\(reference.outline.name)](#\(reference.outline.name.lowercased()))"
    case .anyOf(let shapes): shapes.map(\.markdown).uniqued.joined(separator: " or ")
    case .any: "any"
    }
  }

  /// The specs that the shape leads to.
  var outlines: [SpecOutline] {
    switch self {
    case .options(let reference): [reference.outline]
    case .list(let shape), .map(let shape): shape.outlines
    case .anyOf(let shapes): shapes.flatMap(\.outlines)
    default: []
    }
  }

  /// The words of an enumeration.
  var words: [Choice] {
    switch self {
    case .choice(let choices): choices
    case .anyOf(let shapes): shapes.flatMap(\.words)
    default: []
    }
  }
}

extension TextForm {
  /// The noun without its article, and the range.
  fileprivate var label: String {
    let name = ["a ", "an "].first { noun.hasPrefix($0) }.map { String(noun.dropFirst($0.count)) } ?? noun
    return bounds.map { "\(name), \($0)" } ?? name
  }
}
