/// Finds mistakes in a declaration; tests run it over every spec of the product.
public enum SpecGuard {
  /// What is wrong with the spec, one sentence each; empty if nothing is.
  public static func problems<Options: Configurable>(_ type: Options.Type) -> [String] {
    let spec = Options.spec
    let covered = Set(spec.items.fields.map(\.property))
    var problems = Mirror(reflecting: spec.blank).children.compactMap(\.label).filter {
      !covered.contains($0)
    }
    .map { "\(spec.name).\($0) has no field" }
    for key in spec.outline.keys {
      if !isSnakeCase(key.name) { problems.append("\(spec.name): `\(key.name)` is not snake_case") }
      if !isSentence(key.doc) { problems.append("\(spec.name): the text of `\(key.name)` is not a sentence") }
    }
    if !isSentence(spec.doc) { problems.append("\(spec.name): its text is not a sentence") }
    return problems
  }

  private static func isSnakeCase(_ name: String) -> Bool {
    guard let first = name.utf8.first, first >= 0x61, first <= 0x7A else { return false }
    return name.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x5F }
  }

  private static func isSentence(_ text: String) -> Bool {
    guard let first = text.first else { return false }
    return (first.isUppercase || first == "`") && text.hasSuffix(".")
  }
}
