import Testing

@testable import pipeline

/// Dead letters that enter again before a `dedupe` that knows them already.
@Suite(.enabled(if: PipelineBinary.isBuilt, "the command `pipeline` is not built"))
struct ReplayPastDedupeTests {
  private static func plan(_ rule: String) -> String {
    """
    name: people
    source: {uses: csv, with: {path: in.csv}}
    stages:
      - {name: once, uses: dedupe, with: {key: [id]}}
      - {name: types, uses: convert, with: {fields: {v: integer}}}
      - {name: rule, uses: validate, with: {rules: [{check: \(rule), message: too small}]}}
    sink: {uses: jsonl, with: {path: out.jsonl}}
    """
  }

  /// The ids 1, 2 and 4 were given up after `dedupe` had seen them.
  private static func ran() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("p.yaml", plan("v >= 0"))
    try scratch.write("in.csv", "id,v\n1,-1\n2,-1\n3,3\n4,-9\n")
    #expect(try PipelineBinary.run("run", "p.yaml", "--quiet", in: scratch).exitCode == 3)
    return scratch
  }

  private func replay(_ scratch: Scratch, _ arguments: String...) throws -> String {
    let result = try PipelineBinary.process(
      ["dlq", "replay", "p.yaml", "--from-stage", "source", "--yes"] + arguments, in: scratch
    ).run()
    return String(result.standardError.split(separator: "\n").first { $0.hasPrefix("replayed") } ?? "")
  }

  @Test func anEntryIsNoDuplicateOfItself() throws {
    let scratch = try Self.ran()
    // One fails again first, and still knows its key.
    #expect(try replay(scratch, "--id", "3") == "replayed 0 dead letters, 1 failed again")
    try scratch.write("p.yaml", Self.plan("v >= -9"))
    #expect(try replay(scratch) == "replayed 3 dead letters")
    #expect(try scratch.text("out.jsonl").split(separator: "\n").count == 4)
  }

  @Test func anEditedEntryPassesUnderItsOldKeyAndIsCheckedUnderANewOne() throws {
    let scratch = try Self.ran()
    for (number, text) in [("1", "1,11"), ("2", "3,22"), ("3", "5,55")] {
      try scratch.write("edit", text + "\n")
      let edit = try PipelineBinary.run(
        "dlq", "edit", "p.yaml", number, "--original", "--from", "edit", in: scratch)
      #expect(edit.exitCode == 0, "\(edit.standardError)")
    }
    #expect(try replay(scratch) == "replayed 2 dead letters, 1 was a duplicate")
    #expect(
      try scratch.text("out.jsonl") == """
        {"id":"3","v":3}
        {"id":"1","v":11}
        {"id":"5","v":55}

        """)
    let list = try PipelineBinary.run("dlq", "list", "p.yaml", in: scratch).standardOutput
    #expect(list.contains("2 replayed") && list.contains("1 duplicate"), "\(list)")
  }
}
