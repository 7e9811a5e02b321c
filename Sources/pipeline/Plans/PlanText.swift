import ConfigSpec
import PipelineEngine
import PipelineModel

/// A plan for people: one block a part, settings to the left, where they come from to the right.
struct PlanText {
  private let report: PlanReport
  private let width: Int

  init(_ report: PlanReport, width: Int) {
    self.report = report
    self.width = width
  }

  var lines: [StyledLine] {
    var lines = heading
    if !report.params.isEmpty {
      lines += block("params", rows: report.params.map { ($0.name, $0.value, $0.origin) })
    }
    if let source = report.source { lines += part("source", source, name: nil) }
    var columns = report.source?.columns ?? []
    for stage in report.stages {
      lines += part("stage", stage, name: stage.name, columnsBefore: columns)
      columns = stage.columns
    }
    for sink in report.sinks { lines += part("sink", sink, name: sink.name) }
    let checkpoint = report.settings.filter { $0.path.hasPrefix("checkpoint.") }
    lines += block(
      "checkpoint",
      rows: checkpoint.map { (String($0.path.dropFirst("checkpoint.".count)), $0.value, $0.origin.label) })
    for policy in ["dead_letter_queue", "errors", "alerts", "routing", "channels"] {
      let settings = report.settings.filter { $0.path.hasPrefix(policy) && !["[]", "{}"].contains($0.value) }
      guard !settings.isEmpty else { continue }
      lines += block(
        policy,
        rows: settings.map { setting in
          let key = setting.path.dropFirst(policy.count).drop { $0 == "." }
          return (String(key), setting.value, setting.origin.label)
        })
    }
    if !report.overrides.isEmpty {
      lines += block(
        "overrides",
        rows: report.overrides.map { ($0.path, "from \($0.later.lineLabel)", "not \($0.earlier.lineLabel)") })
    }
    if !report.notes.isEmpty {
      lines += [StyledLine(), StyledLine("notes", .bold)]
      for note in report.notes { lines += wrapped(note, indent: "  ") }
    }
    return lines
  }

  private var heading: [StyledLine] {
    var title = StyledLine(report.name, .bold)
    title.add("  \(report.file)", .dim)
    var table = TextTable([.init(title: ""), .init(title: "")], indent: 2)
    table.add([.init("plan", .dim), .init(report.digest)])
    table.add([.init("policies", .dim), .init(report.policyDigest)])
    table.add([.init("state", .dim), .init(report.stateDirectory)])
    if !report.isDeterministic {
      table.add([.init("output", .dim), .init("may differ from run to run", .yellow)])
    }
    return [title] + table.lines
  }

  private func part(_ kind: String, _ part: PlanReport.Part, name: String?, columnsBefore: [Column]? = nil)
    -> [StyledLine]
  {
    var title = StyledLine(kind, .bold)
    if let name { title.add(" \(name)", .bold) }
    if name != part.uses { title.add("  \(part.uses)", .cyan) }
    if let destination = part.destination { title.add(" → \(PathDisplay.current.text(destination))") }
    var lines = [StyledLine(), title]
    if let delivery = part.delivery { lines += wrapped("delivery: \(delivery)", indent: "  ") }
    if let when = part.when { lines += wrapped("when: \(when)", indent: "  ") }
    // An empty list or map says no more than that nothing is set.
    lines += table(
      part.settings.filter { !["[]", "{}", ""].contains($0.value) }.map {
        (Self.key($0.path), $0.value, $0.origin.label)
      })
    for policy in part.policies { lines += wrapped("policy: \(policy)", indent: "  ") }
    if let columnsBefore, columnsBefore.map(\.summary) == part.columns.map(\.summary) {
      lines.append(StyledLine("  → the same columns", .dim))
    } else if !part.columns.isEmpty {
      let columns = part.columns.map(\.summary).joined(separator: ", ")
      lines += wrapped("→ \(columns)", indent: "  ", paint: .dim)
    }
    return lines
  }

  private func block(_ title: String, rows: [(String, String, String)]) -> [StyledLine] {
    [StyledLine(), StyledLine(title, .bold)] + table(rows)
  }

  private func table(_ rows: [(String, String, String)]) -> [StyledLine] {
    var table = TextTable([.init(title: ""), .init(title: ""), .init(title: "")], indent: 2)
    for (key, value, origin) in rows {
      // One very long value must not push every origin off the screen.
      table.add([
        .init(key), .init(TextWidth.cut(value, to: max(width - 50, 30))), .init(origin, .dim),
      ])
    }
    return table.lines
  }

  /// `stages[0].with.fields.id` is `fields.id` below its stage.
  private static func key(_ path: String) -> String {
    for marker in ["source.with.", "].with.", "sink.with.", "]."] {
      if let range = path.firstRange(of: marker) { return String(path[range.upperBound...]) }
    }
    return path
  }

  private func wrapped(_ text: String, indent: String, paint: TerminalStyle.Paint? = nil) -> [StyledLine] {
    TextWrap.lines(text, width: width, indent: indent, paint: paint)
  }
}

extension Column {
  /// `age: integer?`.
  var summary: String { "\(name): \(type.rawValue)\(isNullable ? "?" : "")" }
}
