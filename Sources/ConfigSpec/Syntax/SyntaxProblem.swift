/// Turns what libyaml says when it gives up into the place of the mistake and the way out.
///
/// libyaml reports where its grammar got stuck, which is often a line after the mistake; so the lines around
/// that place are looked at the way a person does.
struct SyntaxProblem {
  let file: SourceFile
  let problem: YAMLEvents.Problem
  /// The scalar that was read last.
  let lastScalar: Node?
  /// The first quoted scalar that runs over lines that look like keys: its closing quote is probably missing.
  let suspect: Node?

  func diagnostic() -> Diagnostic {
    noBreakSpace() ?? conflict(line) ?? conflict(line(at: problem.contextOffset)) ?? byMessage() ?? fallback()
  }

  var line: SourceLine { line(at: problem.offset) }
  var character: UInt8? { file.byte(problem.offset) }

  func line(at offset: Int) -> SourceLine { SourceLine(file, file.position(at: offset).line) }

  private func byMessage() -> Diagnostic? {
    let message = problem.message
    if problem.context.contains("quoted scalar") { return quoted() }
    if problem.context.contains("block scalar") { return blockText() }
    if problem.context.contains("tag") || message.contains("tag handle") { return tag() }
    if problem.context.contains("anchor") || problem.context.contains("alias") { return anchor() }
    if problem.context.contains("directive") || message.contains("YAML document") { return directive() }
    if message.contains("cannot start any token") { return badStart() }
    if message.contains("tab character") { return tab(near: problem.offset) }
    if message.contains("mapping values are not allowed") { return unexpectedColon() }
    if message.contains("expected ':'") { return missingColon() }
    if message.contains("block sequence entries") { return unexpectedItem() }
    if message.contains("expected key") { return unexpectedInMapping() }
    if message.contains("'-' indicator") { return unexpectedInList() }
    if message.contains("',' or '}'") || message.contains("',' or ']'") { return unexpectedInBrackets() }
    if message.contains("expected node content") { return missingValue() }
    if message.contains("<document start>") { return afterRoot() }
    return nil
  }

  private func fallback() -> Diagnostic {
    error(
      "the file can't be read as YAML here: \(problem.message)", problem.offset..<problem.offset + 1,
      help: "put the value in quotes if it contains YAML characters such as `: { [ # & *`")
  }

  func error(_ message: String, _ range: Range<Int>, help: String?, related: [Diagnostic.Related] = [])
    -> Diagnostic
  {
    Diagnostic(
      .error, message, at: Span(file, range.clamped(to: 0..<max(1, file.utf8.count))), help: help,
      related: related)
  }

  /// A no-break space looks like a space, but separates nothing.
  private func noBreakSpace() -> Diagnostic? {
    let here = line
    let lines: [SourceLine?] = [here, line(at: problem.contextOffset), lineBefore(here.number)]
    for line in lines.compactMap({ $0 }) {
      let bytes = file.utf8[line.range.lowerBound..<min(line.range.upperBound, line.range.lowerBound + 4_096)]
      let places = bytes.indices.dropLast().filter { bytes[$0] == 0xC2 && bytes[$0 + 1] == 0xA0 }
      guard let first = places.first else { continue }
      let isSeparator =
        file.utf8[line.range.lowerBound..<first].allSatisfy { $0 == 0x20 || $0 == UInt8(ascii: "-") }
        || file.byte(first - 1) == UInt8(ascii: ":") || file.byte(first - 1) == UInt8(ascii: "-")
      if isSeparator {
        return error(
          "this is a no-break space (U+00A0), not a space", first..<first + 2,
          help: "replace it by an ordinary space")
      }
    }
    return nil
  }

  func quoteHelp(_ value: Range<Int>, _ noun: String = "value") -> String {
    Self.quoteHelp(Span(file, value), noun)
  }

  /// Advice to quote a value, showing it quoted if it is short.
  static func quoteHelp(_ value: Span, _ noun: String = "value") -> String {
    let text = value.text
    let advice = "put the \(noun) in quotes"
    let line = SourceLine(value.file, value.start.line)
    guard text.utf8.count <= 60, !text.contains("\\"), LikelySecret(line).span == nil else { return advice }
    if !text.contains("'") { return "\(advice): `'\(text)'`" }
    if !text.contains("\"") { return "\(advice): `\"\(text)\"`" }
    let doubled = text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    return "\(advice): `'\(doubled)'`"
  }

  /// The last line before a line that holds something.
  func lineBefore(_ number: Int) -> SourceLine? {
    var number = number - 1
    while number >= 1 {
      let line = SourceLine(file, number)
      if !line.isEmpty { return line }
      number -= 1
    }
    return nil
  }
}
