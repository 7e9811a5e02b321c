import PipelineEngine
import Resilience
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
    #expect(lines[1].text(.plain) == "… 2 more lines")
  }

  @Test func saysThatItRedelivers() {
    var view = view()
    var progress = progress(3000, bytes: 10_000, total: 10_000)
    progress.redelivery = .init(entries: 1200, counts: Samples.counts(read: 7, written: 5, dead: 2))
    let lines = view.lines(progress, at: .seconds(5), rows: 24)
    #expect(lines.last?.text(.plain) == "redelivering 7 of 1,200 dead letters, 2 came back  5 s")
  }

  @Test func showsServicesThatMakeRecordsWait() {
    var view = view()
    var progress = progress(3000, bytes: 3000, total: 10_000)
    var service = ServiceSummary(name: "fhir-server", isService: true)
    service.phase = .closed
    progress.services = [service]
    #expect(view.lines(progress, at: .seconds(2), rows: 24).count == 4)
    service.phase = .open
    service.waiting = 16
    service.retries = 1
    progress.services = [service]
    let lines = view.lines(progress, at: .seconds(3), rows: 24)
    #expect(lines[3].text(.plain) == "fhir-server: circuit open, 16 waiting, 1 retry")
  }
}
