import ConfigSpec
import Testing

/// YAML with `«` and `»` around the place that a message is expected to underline.
struct Marked: CustomTestStringConvertible, Sendable {
  let marked: String
  let message: String

  init(_ marked: String, _ message: String) {
    self.marked = marked
    self.message = message
  }

  var testDescription: String { marked }

  var text: String { marked.filter { $0 != "«" && $0 != "»" } }

  func expectFirstProblem(sourceLocation: SourceLocation = #_sourceLocation) {
    var diagnostics = Diagnostics()
    _ = YAMLReader().read(text: text, path: "a.yaml", into: &diagnostics)
    expectFirst(diagnostics, sourceLocation: sourceLocation)
  }

  func expectFirstProblem<Options: Configurable>(
    of type: Options.Type, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectFirst(Options.decode(text: text, path: "a.yaml").diagnostics, sourceLocation: sourceLocation)
  }

  func expectFirst(_ diagnostics: Diagnostics, sourceLocation: SourceLocation = #_sourceLocation) {
    guard let first = diagnostics.sorted.first, let span = first.span else {
      Issue.record("no message", sourceLocation: sourceLocation)
      return
    }
    var bytes = span.file.utf8
    let range = span.range.clamped(to: 0..<bytes.count)
    bytes.insert(contentsOf: "»".utf8, at: range.upperBound)
    bytes.insert(contentsOf: "«".utf8, at: range.lowerBound)
    #expect(first.message == message, sourceLocation: sourceLocation)
    #expect(String(decoding: bytes, as: UTF8.self) == marked, sourceLocation: sourceLocation)
  }
}
