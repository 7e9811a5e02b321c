/// What a decoder carries along: where it is, what it found out, what is wrong.
public struct Decoding: Sendable {
  /// What is wrong so far.
  public var diagnostics: Diagnostics
  /// Where settings came from, so far.
  public private(set) var origins = Origins()
  /// The path of the value being read, such as `stages[0].retry`; empty at the root.
  public private(set) var path: String
  /// The key that the value being read stands under.
  public private(set) var keySpan: Span?

  /// How many values were passed over, since an error about them had been reported before.
  private(set) var skipped = 0
  /// How messages name the value: the key as it was written; nil at the root.
  var name: String?

  /// Begins at a path; the empty one is the root of a file.
  public init(diagnostics: Diagnostics = Diagnostics(), path: String = "") {
    self.diagnostics = diagnostics
    self.path = path
    name = path.isEmpty ? nil : path
  }

  /// Reads something below a key.
  public mutating func descend<Result>(
    _ key: String, _ node: Node, keySpan: Span? = nil, _ body: (inout Decoding) -> Result
  ) -> Result {
    let outer = (path, self.keySpan, name)
    path = path.isEmpty ? key : "\(path).\(key)"
    self.keySpan = keySpan
    name = key
    defer { (path, self.keySpan, name) = outer }
    record(node)
    if let keySpan { origins.recordKey(path, keySpan) }
    return body(&self)
  }

  /// Reads an item of a list.
  public mutating func descend<Result>(
    index: Int, _ node: Node, _ body: (inout Decoding) -> Result
  ) -> Result {
    let outer = (path, keySpan, name)
    path += "[\(index)]"
    keySpan = nil
    name = "\(name ?? "")[\(index)]"
    defer { (path, keySpan, name) = outer }
    record(node)
    return body(&self)
  }

  /// Reports that the value is not what is expected: "`retries` must be an integer, found `x`".
  public mutating func reject(_ node: Node, _ expected: String, help: String? = nil) {
    guard !node.isRejected else { return }
    diagnostics.error(
      "\(subject) must be \(expected), found \(node.summary)", at: node.span,
      help: help ?? quoteHelp(node, expected))
  }

  /// Reports something about the value: "`retries` makes no sense".
  public mutating func error(_ predicate: String, at span: Span, help: String? = nil) {
    diagnostics.error("\(subject) \(predicate)", at: span, help: help)
  }

  /// Warns about the value.
  public mutating func warning(_ predicate: String, at span: Span, help: String? = nil) {
    diagnostics.warning("\(subject) \(predicate)", at: span, help: help)
  }

  /// Takes over the places that another decoding recorded.
  public mutating func add(_ others: Origins) { origins.add(others) }

  /// The number of things that went wrong so far.
  var problems: Int { diagnostics.errorCount + skipped }

  /// Whether the value is already known to be wrong, so that nothing more is said.
  mutating func skips(_ node: Node, as shape: Shape) -> Bool {
    guard node.isRejected else { return false }
    skipped += 1
    if shape.noun == ExpressionSource.shape.noun { correctInterpolation(node) }
    return true
  }

  /// Tries something; keeps neither its messages nor its origins.
  func attempt<Result>(_ body: (inout Decoding) -> Result) -> (result: Result, decoding: Decoding) {
    var trial = self
    trial.diagnostics = Diagnostics()
    let result = body(&trial)
    return (result, trial)
  }

  /// Keeps what an attempt found.
  mutating func accept(_ trial: Decoding) {
    diagnostics.add(trial.diagnostics)
    origins = trial.origins
  }

  /// Adds the origins of options that were read apart.
  mutating func merge(_ others: Origins) { origins.add(others) }

  /// How messages name the value.
  public var subject: String {
    name.map { "`\($0)`" } ?? "the file"
  }

  /// To declare what `${x}` asks for would not help where `${…}` is not replaced at all.
  private mutating func correctInterpolation(_ node: Node) {
    let subject = subject
    let (file, range) = (node.span.file, node.span.range)
    diagnostics.replaceErrors { span in
      let written = span.text
      guard span.file === file, range.contains(span.range.lowerBound), written.hasPrefix("${") else {
        return nil
      }
      let name = Reference(written.dropFirst(2).dropLast())?.name
      return ExpressionSource.notReplaced(written, name, subject: subject, at: span)
    }
  }

  private mutating func record(_ node: Node) {
    origins.record(path, node.span, isWhole: node.entries == nil)
  }

  /// `{job="x"}` and `[a-z]+` are a map and a list for YAML, and text for whoever wrote them.
  private func quoteHelp(_ node: Node, _ expected: String) -> String? {
    guard node.isFlow, node.scalar == nil, expected.contains("text") || expected.contains("expression") else {
      return nil
    }
    let text = node.span.text
    guard text.utf8.count <= 60, !text.contains("\n") else { return "put the value in quotes if it is text" }
    return "put the value in quotes if it is text: `\(text.contains("'") ? "\"\(text)\"" : "'\(text)'")`"
  }
}
