extension Shape {
  /// The schema of a scalar.
  var scalarSchema: [(String, JSONValue)] {
    switch self {
    case .boolean: interpolated([("type", .string("boolean"))])
    case .integer(let range):
      interpolated([("type", .string("integer"))] + bounds(range?.lowerBound, range?.upperBound) { .int($0) })
    case .number(let range):
      interpolated(
        [("type", .string("number"))]
          + bounds(range?.lowerBound, range?.upperBound) { $0.json(for: .display) })
    case .text(let form): text(form)
    case .choice(let choices): interpolated(words(choices), also: anyCase(choices))
    default: []
    }
  }

  private func text(_ form: TextForm) -> [(String, JSONValue)] {
    let examples: [(String, JSONValue)] =
      form.examples.isEmpty ? [] : [("examples", .array(form.examples.map { .string($0) }))]
    guard let pattern = form.pattern else {
      return [("type", .array([.string("string"), .string("number"), .string("boolean")]))] + examples
    }
    let written: [(String, JSONValue)] =
      [("type", .string("string")), ("pattern", .string(pattern))] + examples
    guard form.acceptsNumber else { return interpolated(written) }
    return interpolated(
      written, also: [.object([("type", .string("number")), ("minimum", .int(0)), ("maximum", .int(1))])])
  }

  private func words(_ choices: [Choice]) -> [(String, JSONValue)] {
    let words =
      choices.map { ($0.name, $0.doc) }
      + choices.flatMap { choice in choice.aliases.map { ($0, choice.doc) } }
    var members: [(String, JSONValue)] = [("enum", .array(words.map { .string($0.0) }))]
    if words.contains(where: { !$0.1.isEmpty }) {
      members.append(("markdownEnumDescriptions", .array(words.map { .string($0.1) })))
    }
    return members
  }

  /// The words in any case, as a pattern, so that completion doesn't offer each of them twice.
  private func anyCase(_ choices: [Choice]) -> [JSONValue] {
    let words = choices.filter(\.ignoresCase).flatMap { [$0.name] + $0.aliases }
    guard !words.isEmpty else { return [] }
    let patterns = words.map { word in
      word.map { $0.isLetter ? "[\($0.lowercased())\($0.uppercased())]" : "\($0)" }.joined()
    }
    return [
      .object([("type", .string("string")), ("pattern", .string("^(\(patterns.joined(separator: "|")))$"))])
    ]
  }

  private func interpolated(
    _ members: [(String, JSONValue)], also others: [JSONValue] = []
  ) -> [(String, JSONValue)] {
    [("anyOf", .array([.object(members)] + others + [.object([("$ref", .string("#/$defs/interpolated"))])]))]
  }

  private func bounds<Value>(
    _ lower: Value?, _ upper: Value?, _ json: (Value) -> JSONValue
  ) -> [(String, JSONValue)] {
    guard let lower, let upper else { return [] }
    return [("minimum", json(lower)), ("maximum", json(upper))]
  }
}
