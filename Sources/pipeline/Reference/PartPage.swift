import ConfigSpec

/// What a part does and takes, for a terminal.
struct PartPage {
  let kind: PartList.Kind
  let name: String
  let outline: SpecOutline

  /// Description, options and an example.
  func lines(width: Int) -> [StyledLine] {
    var title = StyledLine(name, .bold)
    title.add("  \(kind.rawValue)", .cyan)
    var lines = [title] + TextWrap.lines(outline.doc, width: width, indent: "  ")
    let options = Self.options(outline, width: width, depth: 0)
    lines += [StyledLine()] + (options.isEmpty ? [StyledLine("  takes no options", .dim)] : options)
    lines += [StyledLine(), StyledLine("example", .bold)]
    lines += example.split(separator: "\n").map { StyledLine("  \($0)") }
    return lines
  }

  /// The part in a pipeline file, with the options that must be set.
  var example: String {
    let lead =
      kind == .source ? "source:\n  " : kind == .sink ? "sink:\n  " : "stages:\n  - name: my-\(name)\n    "
    let inner = kind == .step ? "    " : "  "
    let samples = outline.keys.filter { $0.isRequired || !$0.examples.isEmpty }.filter { $0.aliasOf == nil }
    var text = "\(lead)uses: \(name)\n"
    if samples.isEmpty { return text }
    text += "\(inner)with:\n"
    for key in samples {
      let value = key.examples.first.map { YAMLSample.text($0) } ?? "…"
      text += "\(inner)  \(key.isRequired ? "" : "# ")\(key.name): \(value)\n"
    }
    return text
  }

  /// A line with name, type and default, and below it the meaning; options of options are indented.
  private static func options(_ outline: SpecOutline, width: Int, depth: Int) -> [StyledLine] {
    let indent = String(repeating: "  ", count: depth + 1)
    var lines: [StyledLine] = []
    for shorthand in outline.shorthands {
      lines += TextWrap.lines(
        "short form: \(shorthand.shape.summary). \(shorthand.doc)", width: width, indent: indent)
    }
    for key in outline.keys where key.deprecation == nil {
      var line = StyledLine(indent)
      line.add(key.name, .cyan)
      line.add("  \(key.shape.summary)")
      if key.isRequired {
        line.add("  required", .yellow)
      } else if let standard = key.defaultValue {
        line.add("  default \(standard.display)", .dim)
      }
      lines.append(line)
      let doc = key.aliasOf.map { "The same setting as `\($0)`." } ?? key.doc
      lines += TextWrap.lines(doc, width: width, indent: indent + "    ")
      for choice in key.shape.choices where !choice.doc.isEmpty {
        lines += TextWrap.lines("\(choice.name): \(choice.doc)", width: width, indent: indent + "      ")
      }
      // Two levels say what can be said in a terminal; the reference has the rest.
      if depth < 2 {
        for nested in key.shape.nested { lines += options(nested, width: width, depth: depth + 2) }
      }
    }
    return lines
  }
}
