/// Renders diagnostics as style.md shows them: message, place, line, underline, help.
struct DiagnosticPrinter {
  private(set) var output = ""
  private let colors: Bool
  private let concealed: Set<Span>

  init(colors: Bool, concealed: Set<Span>) {
    self.colors = colors
    self.concealed = concealed
  }

  mutating func print(_ diagnostic: Diagnostic) {
    if !output.isEmpty { output += "\n" }
    let spans = [diagnostic.span].compactMap { $0 } + diagnostic.related.map(\.span)
    let gutter = spans.map { "\($0.start.line)".utf8.count }.max() ?? 1
    title(diagnostic.severity.rawValue, diagnostic.severity, diagnostic.message)
    if let span = diagnostic.span { excerpt(span, gutter, diagnostic.severity) }
    if let help = diagnostic.help {
      let lead = paint(String(repeating: " ", count: gutter + 2) + "=", "34;1")
      output += "\(lead) \(paint("help", "1")): \(help)\n"
    }
    for related in diagnostic.related {
      title("note", .note, related.message)
      excerpt(related.span, gutter, .note)
    }
  }

  mutating func close(_ message: String) {
    if !output.isEmpty { output += "\n" }
    output += message + "\n"
  }

  private mutating func title(_ word: String, _ severity: Diagnostic.Severity, _ message: String) {
    output += "\(paint(word, color(severity))): \(paint(message, "1"))\n"
  }

  private mutating func excerpt(_ span: Span, _ gutter: Int, _ severity: Diagnostic.Severity) {
    let start = span.start
    let blank = String(repeating: " ", count: gutter)
    output += "\(paint(blank + " -->", "34;1")) \(span.file.path):\(start.line):\(start.column)\n"
    guard !span.file.utf8.isEmpty else { return }
    let excerpt = Excerpt(span, concealed: concealed)
    let number = "\(start.line)"
    let padded = String(repeating: " ", count: gutter - number.utf8.count) + number
    let bar = paint(" \(blank) |", "34;1")
    output += "\(bar)\n"
    output += trimmed("\(paint(" \(padded) |", "34;1")) \(excerpt.line)")
    output += "\(bar) \(excerpt.indent)\(paint(excerpt.underline, color(severity)))\n"
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.hasSuffix(" ") { line.removeLast() }
    return line + "\n"
  }

  private func color(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "31;1"
    case .warning: "33;1"
    case .note: "36;1"
    }
  }

  private func paint(_ text: String, _ code: String) -> String {
    colors ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
