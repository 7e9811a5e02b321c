extension Shape {
  /// What it is called in messages, with an article.
  public var noun: String {
    switch self {
    case .boolean: "`true` or `false`"
    case .integer: "a whole number"
    case .number: "a number"
    case .text(let form): form.noun
    case .choice(let choices):
      choices.map { "`\($0.name)`" }.joined(separator: ", ").replacingLastComma(with: " or ")
    case .list: "a list"
    case .map, .options: "a map"
    case .anyOf(let shapes): shapes.map(\.noun).uniqued.joined(separator: " or ")
    case .any: "a value"
    }
  }
}

extension String {
  fileprivate func replacingLastComma(with word: String) -> String {
    guard let comma = lastIndex(of: ",") else { return self }
    return self[..<comma] + word + self[index(comma, offsetBy: 2)...]
  }
}

extension [String] {
  var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
