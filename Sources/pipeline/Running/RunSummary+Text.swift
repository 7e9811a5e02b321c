import PipelineEngine

extension RunSummary {
  /// The summary for people.
  var lines: [StyledLine] {
    var lines = [headline]
    if runID != nil { lines += [StyledLine()] + stageTable.lines }
    if !result.services.isEmpty { lines += [StyledLine()] + serviceTable.lines }
    if !result.sinks.isEmpty { lines += [StyledLine()] + sinkTable.lines }
    lines += [StyledLine(), totals(result.counts, label: "this run")]
    if let redelivery = result.redelivery {
      lines.append(totals(redelivery.counts, label: "redelivered", noun: "dead letters", lost: "came back"))
      if redelivery.heldBack > 0 {
        let count = Amounts.count(redelivery.heldBack, "dead letter")
        lines.append(StyledLine("\(count) held back behind earlier ones of the same key (`sequence_by`)"))
      }
      if redelivery.damaged.count > 0 {
        let count = Amounts.count(redelivery.damaged.count, "dead letter")
        lines.append(StyledLine("\(count) left alone because damaged in the store", .yellow))
      }
      if let stopped = redelivery.stopped {
        lines.append(StyledLine("the rest of the dead letters waits for another run: \(stopped)", .yellow))
      }
    }
    if result.total != result.counts { lines.append(totals(result.total, label: "all runs")) }
    lines.append(StyledLine(runID.map { "run \($0) of \(result.operation)" } ?? result.operation, .dim))
    // A failed run's help stands below its error, which comes last.
    for advice in advice where advice != problem?.help {
      var line = StyledLine("help", .bold)
      line.add(": \(advice)")
      lines.append(line)
    }
    return lines
  }

  private var problem: EngineProblem? {
    if case .failed(let problem) = result.end { problem } else { nil }
  }

  private var headline: StyledLine {
    var line = StyledLine(pipeline, .bold)
    let isGood = exitCode == 0
    line.add(": ")
    line.add(outcome, isGood ? .green : .yellow)
    let seconds = result.elapsed.seconds
    let rate = Amounts.rate(seconds > 0 ? Double(result.counts.read) / seconds : 0)
    line.add(" (\(Amounts.duration(result.elapsed))\(result.counts.read > 0 ? ", \(rate)" : ""))")
    return line
  }

  private var stageTable: TextTable {
    var table = TextTable(
      [
        .init(title: "stage"), .init(title: "uses"), .init(title: "in", isNumber: true),
        .init(title: "dropped", isNumber: true), .init(title: "dead-lettered", isNumber: true),
      ], indent: 2)
    let counts = result.counts
    func add(_ row: Row, _ count: Int64, _ dropped: Int64, _ failed: Int64) {
      table.add([
        .init(row.name, .bold), .init(row.uses, .dim), .init(Amounts.count(count)), number(dropped),
        number(failed, .yellow),
      ])
    }
    if let source { add(source, counts.read, 0, failedInSource) }
    for (index, stage) in stages.enumerated() {
      let stageCounts = index < counts.stages.count ? counts.stages[index] : StageCounts()
      add(stage, stageCounts.in, stageCounts.dropped, stageCounts.failed)
    }
    if failedInSinks > 0 {
      add(Row(name: "sinks", uses: ""), counts.written + failedInSinks, 0, failedInSinks)
    }
    return table
  }

  private var sinkTable: TextTable {
    var table = TextTable(
      [
        .init(title: "sink"), .init(title: "records", isNumber: true), .init(title: "bytes", isNumber: true),
        .init(title: "destination"),
      ], indent: 2)
    for sink in result.sinks {
      table.add([
        .init(sink.name, .bold), .init(Amounts.count(sink.records)),
        .init(sink.bytes > 0 ? Amounts.bytes(sink.bytes) : ""),
        .init(PathDisplay.current.text(sink.destination)),
      ])
    }
    return table
  }

  private func totals(
    _ counts: RunCounts, label: String, noun: String = "read", lost: String = "dead-lettered"
  ) -> StyledLine {
    var line = StyledLine("\(label): ")
    line.add(Amounts.count(counts.read), .bold)
    line.add(
      " \(counts.read == 1 && noun == "dead letters" ? "dead letter" : noun) = \(Amounts.count(counts.written)) written"
    )
    let others = [
      (counts.filtered, "filtered"), (counts.duplicates, counts.duplicates == 1 ? "duplicate" : "duplicates"),
      (counts.skipped, "skipped"),
    ]
    for (count, word) in others where count != 0 { line.add(" + \(Amounts.count(count)) \(word)") }
    if counts.deadLettered != 0 {
      line.add(" + \(Amounts.count(counts.deadLettered)) \(lost)", .yellow)
    }
    return line
  }

  private func number(_ count: Int64, _ paint: TerminalStyle.Paint? = nil) -> TextTable.Cell {
    count == 0 ? .init("·", .dim) : .init(Amounts.count(count), paint)
  }

  /// Records that couldn't be decoded never reach the first stage.
  private var failedInSource: Int64 {
    guard let first = result.counts.stages.first else { return 0 }
    return max(result.counts.read - first.in, 0)
  }

  /// Records that no sink took, or whose routing condition failed.
  private var failedInSinks: Int64 {
    let counts = result.counts
    if counts.stages.isEmpty { return 0 }
    return max(counts.deadLettered - failedInSource - counts.stages.reduce(0) { $0 + $1.failed }, 0)
  }
}
