import PipelineEngine
import Testing

@testable import PipelineEngine
@testable import pipeline

struct ProgressViewTests {
  private func progress(_ read: Int64, bytes: Int64, total: Int64?) -> Run.Progress {
    var counts = Samples.counts(read: read, written: read - 20, dead: 15)
    counts.stages = [
      Samples.stage(read - 5, failed: 10), Samples.stage(read - 15, dropped: 5),
    ]
    return Run.Progress(counts: counts, bytesRead: bytes, totalBytes: total, services: [])
  }

  private func view() -> ProgressView {
    ProgressView(
      source: .init(name: "source", uses: "csv"),
      stages: [.init(name: "types", uses: "convert"), .init(name: "adults", uses: "filter")])
  }

  @Test func showsALineAStageAndABarWithTheTimeLeft() {
    var view = view()
    view.epoch = 3
    _ = view.lines(progress(1000, bytes: 1000, total: 10_000), at: .seconds(1), rows: 24)
    let lines = view.lines(progress(3000, bytes: 3000, total: 10_000), at: .seconds(2), rows: 24)
    #expect(
      lines.map { $0.text(.plain) } == [
        "source  csv      3,000  2,000/s  5 dead-lettered",
        "types   convert  2,995  2,000/s  10 dead-lettered",
        "adults  filter   2,985  2,000/s  5 dropped",
        "▕████████▍                   ▏ 30 %  4 s left  2 s  checkpoint 3",
      ])
  }

  @Test func showsBytesWhereTheSizeIsNotKnown() {
    var view = view()
    let lines = view.lines(progress(100, bytes: 2048, total: nil), at: .seconds(2), rows: 24)
    #expect(lines.last?.text(.plain) == "2.0 KiB read  2 s")
  }

  @Test func staysWithinTheScreen() {
    var view = view()
    let lines = view.lines(progress(100, bytes: 1, total: 2), at: .seconds(2), rows: 4)
    #expect(lines.count == 3)
    #expect(lines[1].text(.plain) == "… 2 more stages")
  }
}
