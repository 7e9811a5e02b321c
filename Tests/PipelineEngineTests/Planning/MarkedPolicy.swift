import ConfigSpec
import Testing

@testable import PipelineEngine

/// A policy file with `«` and `»` around the place that its one problem is expected to underline.
struct MarkedPolicy: CustomTestStringConvertible, Sendable {
  let marked: String
  let message: String

  init(_ marked: String, _ message: String) {
    self.marked = marked
    self.message = message
  }

  var testDescription: String { marked }

  func expectProblem(sourceLocation: SourceLocation = #_sourceLocation) {
    var project = PolicyProject(("p.yaml", marked.filter { $0 != "«" && $0 != "»" }))
    project.environment = [:]
    let problems = project.plan().diagnostics.sorted
    #expect(problems.map(\.message) == [message], sourceLocation: sourceLocation)
    guard let span = problems.first?.span else { return }
    var bytes = span.file.utf8
    let range = span.range.clamped(to: 0..<bytes.count)
    bytes.insert(contentsOf: "»".utf8, at: range.upperBound)
    bytes.insert(contentsOf: "«".utf8, at: range.lowerBound)
    #expect(String(decoding: bytes, as: UTF8.self) == marked, sourceLocation: sourceLocation)
  }
}
