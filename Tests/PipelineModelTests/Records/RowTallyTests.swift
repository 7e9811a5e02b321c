import PipelineModel
import Testing

@Suite struct RowTallyTests {
  private static let every: [RowStatus] = [.live, .filtered, .failed, .live, .duplicate, .skipped, .filtered]

  @Test(arguments: [0, 1, 63, 64, 65, 127, 128, 500])
  func countsWhatBecameOfEachRow(rows: Int) {
    let statuses = (0..<rows).map { Self.every[$0 % Self.every.count] }
    let tally = statuses.withUnsafeBufferPointer { RowTally($0) }
    #expect(tally.filtered == statuses.count { $0 == .filtered })
    #expect(tally.duplicates == statuses.count { $0 == .duplicate })
    #expect(tally.skipped == statuses.count { $0 == .skipped })
    #expect(tally.failed == statuses.count { $0 == .failed })
  }

  @Test func nothingHasLeftABatchOfLiveRows() {
    let tally = Array(repeating: RowStatus.live, count: 200).withUnsafeBufferPointer { RowTally($0) }
    #expect(tally.dropped == 0)
    #expect(tally.failed == 0)
  }
}
