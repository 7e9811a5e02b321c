import Resilience
import Testing

@Suite("Classification")
struct ClassificationTests {
  @Test("class names of both documents are read")
  func classNames() {
    let names = ["transient", "retriable", "permanent", "fatal", "business", "SYSTEM", "odd"]
    #expect(
      names.map { FailureClass(name: $0) } == [
        .transient, .transient, .permanent, .permanent, .business, .system, nil,
      ])
  }

  @Test("error names of plug-ins mean classes")
  func errorNames() {
    #expect(FailureClass(errorType: "RetryableError") == .transient)
    #expect(FailureClass(errorType: "FatalError") == .permanent)
    #expect(FailureClass(errorType: "BusinessLogicError") == .business)
    #expect(FailureClass(errorType: "KeyError") == nil)
  }

  @Test("severities are read in any case, with the documents' other words")
  func severities() {
    #expect(
      ["CRITICAL", "High", "medium", "low", "info", "warning", "error", "fatal"].map { Severity(name: $0) }
        == [.critical, .high, .medium, .low, .info, .medium, .high, nil])
    #expect(Severity.allCases.filter(\.alerts) == [.high, .critical])
  }
}
