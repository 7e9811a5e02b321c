import PipelineEngine
import Resilience

/// The live lines of a run: one a stage, and a bar where the size of the input is known.
struct ProgressView: Sendable {
  /// A line's name and part.
  struct Row: Sendable {
    var name: String
    var uses: String
  }

  private let source: Row?
  private let stages: [Row]
  private var meters: [RateMeter]
  private var bytes = RateMeter()
  private var startBytes: Int64?
  /// The newest checkpoint.
  var epoch: Int64?

  init(source: Row?, stages: [Row]) {
    self.source = source
    self.stages = stages
    meters = Array(repeating: RateMeter(), count: stages.count + 1)
  }

  /// The lines for this moment, at most `rows` of them.
  mutating func lines(_ progress: Run.Progress, at now: Duration, rows: Int) -> [StyledLine] {
    var table = TextTable([
      .init(title: ""), .init(title: ""), .init(title: "", isNumber: true), .init(title: "", isNumber: true),
      .init(title: ""),
    ])
    let counts = progress.counts
    if let source {
      let failed = counts.read - (counts.stages.first?.in ?? counts.read)
      table.add(row(source, counts.read, dropped: 0, failed: max(failed, 0), meter: 0, now))
    }
    for (index, stage) in stages.enumerated() {
      let stageCounts = index < counts.stages.count ? counts.stages[index] : StageCounts()
      table.add(
        row(
          stage, stageCounts.in, dropped: stageCounts.dropped, failed: stageCounts.failed, meter: index + 1,
          now))
    }
    var lines = table.lines + progress.services.compactMap(service)
    let foot = footer(progress, at: now)
    let room = max(rows - 1, 2)
    if lines.count + 1 > room {
      let hidden = lines.count + 2 - room
      lines = Array(lines.prefix(room - 2)) + [StyledLine("… \(hidden) more lines", .dim)]
    }
    return lines + [foot]
  }

  private mutating func row(
    _ row: Row, _ count: Int64, dropped: Int64, failed: Int64, meter: Int, _ now: Duration
  ) -> [TextTable.Cell] {
    let rate = meters[meter].rate(count, at: now)
    var notes: [String] = []
    if dropped > 0 { notes.append("\(Amounts.count(dropped)) dropped") }
    if failed > 0 { notes.append("\(Amounts.count(failed)) dead-lettered") }
    return [
      .init(TextWidth.cut(row.name, to: 24), .bold), .init(TextWidth.cut(row.uses, to: 12), .dim),
      .init(Amounts.count(count)), .init(rate.map(Amounts.rate) ?? "", .cyan),
      .init(notes.joined(separator: ", "), failed > 0 ? .yellow : .dim),
    ]
  }

  /// What is worth knowing of a service; nil while all is well.
  private func service(_ service: ServiceSummary) -> StyledLine? {
    let isTroubled = service.phase == .open || service.phase == .halfOpen
    var notes = isTroubled ? ["circuit \(service.phase == .open ? "open" : "half-open")"] : []
    for (count, noun) in [
      (Int64(service.waiting), "waiting"), (service.retries, service.retries == 1 ? "retry" : "retries"),
      (service.refused, "refused"),
    ] where count > 0 { notes.append("\(Amounts.count(count)) \(noun)") }
    if notes.isEmpty { return nil }
    var line = StyledLine(TextWidth.cut(service.name, to: 24), .bold)
    line.add(": " + notes.joined(separator: ", "), isTroubled || service.waiting > 0 ? .yellow : .dim)
    return line
  }

  private mutating func footer(_ progress: Run.Progress, at now: Duration) -> StyledLine {
    var line = StyledLine()
    if let redelivery = progress.redelivery {
      line.add("redelivering", .green)
      line.add(
        " \(Amounts.count(redelivery.counts.read)) of \(Amounts.count(Int64(redelivery.entries), "dead letter"))"
      )
      let back = redelivery.counts.deadLettered
      if back > 0 { line.add(", \(Amounts.count(back)) came back", .yellow) }
    } else if let total = progress.totalBytes, total > 0 {
      let share = Double(progress.bytesRead) / Double(total)
      line.add(ProgressBar(share: share, width: 28).text(hasBlocks: true), .green)
      line.add(" \(Int(min(share, 1) * 100)) %")
      if let left = timeLeft(progress.bytesRead, total, at: now) {
        line.add("  \(Amounts.roughly(left)) left", .dim)
      }
    } else {
      line.add("\(Amounts.bytes(progress.bytesRead)) read")
    }
    line.add("  \(Amounts.roughly(now))", .dim)
    if let epoch { line.add("  checkpoint \(Amounts.count(epoch))", .dim) }
    return line
  }

  /// From the speed of the last seconds; nothing is said in the first second, when it would jump about.
  private mutating func timeLeft(_ read: Int64, _ total: Int64, at now: Duration) -> Duration? {
    let rate = bytes.rate(read, at: now) ?? 0
    guard rate > 0, now >= .seconds(1), read <= total else { return nil }
    return .seconds((Double(total - read) / rate).rounded(.up))
  }
}
