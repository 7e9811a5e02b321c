import Resilience
import Testing

@testable import PipelineEngine

@Suite struct DeadLetterBlockTests {
  private func letter(_ number: Int, field: String? = "amount") -> DeadLetter {
    DeadLetter(
      messageID: "msg_\(number)", operation: "orders-may", runID: "run_1", stage: "check",
      failureClass: .business, severity: .high, errorType: "RuleError", errorMessage: "not größer than 3",
      field: field, fingerprint: "0123456789abcdef", file: field, line: field.map { _ in 7 }, offset: -1,
      original: [1, 0, 255], body: [], receivedAt: "2026-01-01T00:00:00Z", failedAt: "", retryCount: 2,
      traceID: "trace \(number)", planDigest: "digest", attempts: "[]")
  }

  private func text(_ letter: DeadLetter) -> String { "\(letter)" }

  @Test func givesBackWhatItTook() {
    let block = DeadLetterBlock([letter(1), letter(2, field: nil), letter(3)])
    #expect(block.count == 3)
    #expect(text(block.letter(0)) == text(letter(1)))
    #expect(text(block.letter(1)) == text(letter(2, field: nil)))
    #expect(text(block.letter(2)) == text(letter(3)))
    #expect(block.payloadBytes(0) == 3)
  }

  @Test func rowsOfOtherBlocksStayWhatTheyWere() {
    let block = DeadLetterBlock([letter(1)])
    let other = DeadLetterBlock([letter(2), letter(3, field: nil)])
    block.append(1, of: other)
    block.append(0, of: other)
    #expect(text(block.letter(1)) == text(letter(3, field: nil)))
    #expect(text(block.letter(2)) == text(letter(2)))
  }

  @Test func whatEntriesHaveInCommonIsKeptOnce() {
    let one = DeadLetterBlock([letter(1)]).byteCount
    let hundred = DeadLetterBlock((0..<100).map { letter($0) })
    #expect(hundred.cell(.errorMessage, 99) == hundred.cell(.errorMessage, 0))
    #expect(hundred.byteCount < one + 99 * 220)
  }
}
