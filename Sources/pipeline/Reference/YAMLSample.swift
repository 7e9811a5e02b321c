import ConfigSpec

/// A sample value as it is written in YAML: JSON is YAML, and plain words need no quotes.
enum YAMLSample {
  static func text(_ value: JSONValue) -> String {
    guard case .string(let text) = value else { return value.text() }
    let isPlain = text.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "/._-".unicodeScalars.contains($0)
    }
    let isWord = text.unicodeScalars.first?.properties.isAlphabetic ?? false
    return isPlain && isWord && !["true", "false", "null"].contains(text) ? text : value.text()
  }
}
