/// Writes the keys of a spec, and of every spec below it, as Markdown tables.
public struct ReferencePage {
  private let root: SpecOutline
  private let level: Int
  private var sections: [SpecOutline] = []
  private var seen: Set<String> = []

  /// Takes the spec to begin with and the level of its heading.
  public init(_ root: SpecOutline, level: Int = 2) {
    self.root = root
    self.level = level
  }

  /// The page, with a line break at the end.
  ///
  /// - Parameter known: names of specs that are described elsewhere on the page and left out here.
  public func markdown(without known: Set<String> = []) -> String {
    var page = self
    page.seen = known
    page.collect(root)
    return page.sections.map { page.section($0) }.joined(separator: "\n")
  }

  private mutating func collect(_ outline: SpecOutline) {
    guard seen.insert(outline.name).inserted else { return }
    sections.append(outline)
    for shape in outline.keys.map(\.shape) + outline.shorthands.map(\.shape) {
      for nested in shape.outlines { collect(nested) }
    }
  }

  private func section(_ outline: SpecOutline) -> String {
    var text = "\(String(repeating: "#", count: level)) \(outline.name)\n\n\(outline.doc)\n"
    for shorthand in outline.shorthands {
      text += "\nShort form: \(shorthand.shape.markdown). \(shorthand.doc)\n"
    }
    guard !outline.keys.isEmpty else { return text }
    text += "\n| key | type | default | meaning |\n|---|---|---|---|\n"
    for key in outline.keys {
      let standard = key.isRequired ? "required" : key.defaultValue.map { "`\($0.display)`" } ?? ""
      text += "| `\(key.name)` | \(cell(key.shape.markdown)) | \(cell(standard)) | \(cell(meaning(key))) |\n"
    }
    return text
  }

  private func meaning(_ key: SpecOutline.Key) -> String {
    if let alias = key.aliasOf {
      return (["The same setting as `\(alias)`."] + [key.deprecation].compactMap { $0 }).joined(
        separator: " ")
    }
    let examples = key.examples.map { "`\($0.display)`" }.joined(separator: ", ")
    let words = key.shape.words.filter { !$0.doc.isEmpty }.map { "`\($0.name)`: \($0.doc)" }
    let parts =
      [key.doc] + words + [examples.isEmpty ? "" : "Example: \(examples)."] + [key.deprecation ?? ""]
    return parts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func cell(_ text: String) -> String {
    String(text.flatMap { $0 == "|" ? ["\\", "|"] : $0 == "\n" ? [" "] : [$0] })
  }
}
