/// Writes a sample of a spec as YAML: examples where there are some, else defaults, each with its meaning.
public struct Sample {
  private let outline: SpecOutline

  /// Takes the spec.
  public init(_ outline: SpecOutline) { self.outline = outline }

  /// The sample; keys that may be left out are commented out.
  public func yaml() -> String {
    var text = ""
    for key in outline.keys where key.aliasOf == nil && key.deprecation == nil {
      guard let value = key.examples.first ?? key.defaultValue else { continue }
      text += "# \(key.doc)\n"
      text += "\(key.isRequired ? "" : "# ")\(key.name): \(scalar(value))\n"
    }
    return text
  }

  private func scalar(_ value: JSONValue) -> String {
    guard case .string(let text) = value else { return value.text() }
    let first = text.unicodeScalars.first
    let isPlain =
      first.map { $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "/" || $0 == "." } ?? false
    return isPlain && !text.contains(": ") && !text.contains(" #") && !text.contains("\n")
      && !text.hasSuffix(":")
      ? text : value.text()
  }
}
