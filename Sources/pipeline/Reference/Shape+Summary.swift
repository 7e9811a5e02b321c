import ConfigSpec

extension Shape {
  /// What is accepted, in a few words: `integer, 1 to 100`.
  var summary: String {
    switch self {
    case .boolean: "true or false"
    case .integer(let range): range.map { "integer, \($0.lowerBound) to \($0.upperBound)" } ?? "integer"
    case .number(let range): range.map { "number, \($0.lowerBound) to \($0.upperBound)" } ?? "number"
    case .text(let form):
      form.bounds.map { "\(form.bareNoun), \($0)" } ?? form.bareNoun
    case .choice(let choices): choices.map(\.name).joined(separator: " | ")
    case .list(let item): "list of \(item.summary)"
    case .map(let value): "map of names to \(value.summary)"
    case .options: "map"
    case .anyOf(let shapes): shapes.map(\.summary).joined(separator: ", or ")
    case .any: "anything"
    }
  }

  /// The words of an enumeration.
  var choices: [Choice] {
    switch self {
    case .choice(let choices): choices
    case .anyOf(let shapes): shapes.flatMap(\.choices)
    case .list(let shape), .map(let shape): shape.choices
    default: []
    }
  }

  /// The options below it.
  var nested: [SpecOutline] {
    switch self {
    case .options(let reference): [reference.outline]
    case .list(let shape), .map(let shape): shape.nested
    case .anyOf(let shapes): shapes.flatMap(\.nested)
    default: []
    }
  }
}

extension TextForm {
  fileprivate var bareNoun: String {
    ["a ", "an "].first { noun.hasPrefix($0) }.map { String(noun.dropFirst($0.count)) } ?? noun
  }
}
