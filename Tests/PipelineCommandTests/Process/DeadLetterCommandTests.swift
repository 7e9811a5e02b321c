import FoundationEssentials
import Testing

@testable import pipeline

/// What `pipeline dlq` says and does, through the built command.
@Suite(.enabled(if: PipelineBinary.isBuilt, "the command `pipeline` is not built"))
struct DeadLetterCommandTests {
  /// A folder with a pipeline that has given up three of four records.
  static func ran() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      "p.yaml",
      """
      name: people
      source: {uses: csv, with: {path: in.csv}}
      stages:
        - {name: types, uses: convert, with: {fields: {age: integer}}}
        - {name: once, uses: dedupe, with: {key: id, max_keys: 100}}
      sink: {uses: jsonl, with: {path: out.jsonl}}
      """)
    try scratch.write("in.csv", "id,age\n1,30\n2,x\n3,y\n1,z\n")
    #expect(try PipelineBinary.run("run", "p.yaml", "--quiet", in: scratch).exitCode == 3)
    return scratch
  }

  @Test(arguments: [
    ["show", "p.yaml", "nobody"], ["edit", "p.yaml", "nobody"],
    ["discard", "p.yaml", "--id", "nobody", "--reason", "test"], ["replay", "p.yaml", "--id", "nobody"],
    ["replay", "p.yaml", "--dry-run", "--id", "nobody"], ["list", "p.yaml", "--id", "nobody"],
    ["export", "p.yaml", "--id", "nobody"],
  ])
  func anUnknownIdIsAnError(arguments: [String]) throws {
    let scratch = try Self.ran()
    let result = try PipelineBinary.process(["dlq"] + arguments, in: scratch).run()
    #expect(result.exitCode == 2)
    #expect(
      result.standardError.hasPrefix("error: there is no dead letter `nobody`\n"), "\(result.standardError)")
    #expect(result.standardOutput == "")
  }

  @Test func anIdThatSeveralBeginWithTakesNone() throws {
    let scratch = try Self.ran()
    for arguments in [["discard", "p.yaml", "--reason", "test"], ["replay", "p.yaml"]] {
      for id in ["msg_", "%", "_"] {
        let result = try PipelineBinary.process(["dlq"] + arguments + ["--id", id], in: scratch).run()
        #expect(result.exitCode == 2, "\(id): \(result.standardError)")
      }
    }
    #expect(
      try PipelineBinary.run("dlq", "list", "p.yaml", in: scratch).standardOutput.contains("3 dead letters"))
  }

  @Test func anEntryThatIsGoneSaysWhy() throws {
    let scratch = try Self.ran()
    let discarded = try PipelineBinary.run(
      "dlq", "discard", "p.yaml", "--id", "2", "--reason", "known meter", in: scratch)
    #expect(discarded.exitCode == 0)
    #expect(discarded.standardError == "discarded 1 dead letter\n")
    let shown = try PipelineBinary.run("dlq", "show", "p.yaml", "2", in: scratch)
    #expect(shown.exitCode == 2)
    #expect(shown.standardError.contains("is gone: discarded: known meter\n"), "\(shown.standardError)")
  }

  @Test func aReplayTellsDuplicatesFromWhatItReplayed() throws {
    let scratch = try Self.ran()
    let result = try PipelineBinary.run(
      "dlq", "replay", "p.yaml", "--set", "age='40'", "--yes", "--json", in: scratch)
    #expect(result.exitCode == 0)
    #expect(
      result.standardError.hasSuffix("replayed 2 dead letters, 1 was a duplicate\n"),
      "\(result.standardError)")
    let json = result.standardOutput.filter { $0 != " " && $0 != "\n" }
    #expect(json.contains(#""taken":3,"replayed":2,"duplicates":1,"filtered":0,"#), "\(json)")
    #expect(try scratch.text("out.jsonl").split(separator: "\n").count == 3)
  }

  @Test func aReplayOfNothingIsSaidInJSONToo() throws {
    let scratch = try Self.ran()
    let result = try PipelineBinary.run(
      "dlq", "replay", "p.yaml", "--stage", "once", "--json", in: scratch)
    #expect(result.exitCode == 0)
    #expect(result.standardError == "0 dead letters selected\n")
    #expect(result.standardOutput.contains(#""taken": 0"#), "\(result.standardOutput)")
  }

  @Test func theEntriesOfOtherInputsAreNamedAndLeftAlone() throws {
    let scratch = try Scratch()
    try scratch.write(
      "p.yaml",
      """
      name: people
      params: {input: {default: january.csv}}
      source: {uses: csv, with: {path: "${input}"}}
      stages: [{name: types, uses: convert, with: {fields: {age: integer}}}]
      sink: {uses: jsonl, with: {path: "${input}.jsonl"}}
      """)
    for month in ["january", "february"] {
      try scratch.write("\(month).csv", "id,age\n1,x\n")
      _ = try PipelineBinary.run("run", "p.yaml", "--set", "input=\(month).csv", "--quiet", in: scratch)
    }
    let replay = try PipelineBinary.run("dlq", "replay", "p.yaml", "--dry-run", in: scratch)
    #expect(
      replay.standardError == """
        1 dead letter selected
        not those of other inputs (`people-february`); `--param` chooses the input, as in `--param input=FILE`

        """)
    let other = try PipelineBinary.run(
      "dlq", "replay", "p.yaml", "--operation", "people-february", in: scratch)
    #expect(other.exitCode == 2)
    #expect(other.standardError.contains("the pipeline's is `people-january`"), "\(other.standardError)")
    let list = try PipelineBinary.run("dlq", "list", "p.yaml", in: scratch).standardOutput
    #expect(
      list.contains("of 2 operations, which `--operation` tells apart: `people-february`, `people-january`"))
  }

  @Test func anImportLeavesOutWhatHasBeenReplayed() throws {
    let scratch = try Self.ran()
    let exported = try PipelineBinary.run("dlq", "export", "p.yaml", in: scratch).standardOutput
    try scratch.write("entries.jsonl", exported)
    _ = try PipelineBinary.run("dlq", "replay", "p.yaml", "--set", "age='40'", "--yes", in: scratch)
    let first = try PipelineBinary.run("dlq", "import", "p.yaml", "entries.jsonl", in: scratch)
    #expect(
      first.standardError == """
        added 0 dead letters, left out 3 that have been replayed
        help: `--replayed` adds those, too; another replay writes their records a second time

        """)
    let second = try PipelineBinary.run("dlq", "import", "p.yaml", "entries.jsonl", "--replayed", in: scratch)
    #expect(second.standardError == "added 3 dead letters\n")
  }

  /// A folder with a pipeline that has room for two dead letters.
  private static func withRoomForTwo(onFull: String) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("full.yaml", "dead_letter_queue: {enabled: true, max_size: 2, on_full: \(onFull)}\n")
    try scratch.write(
      "p.yaml",
      """
      name: people
      policies: [full.yaml]
      source: {uses: csv, with: {path: in.csv}}
      stages: [{name: types, uses: convert, with: {fields: {age: integer}}}]
      sink: {uses: jsonl, with: {path: out.jsonl}}
      """)
    return scratch
  }

  @Test(arguments: ["drop_oldest", "drop_newest"])
  func aListTellsOfEveryEntryThatWasDropped(onFull: String) throws {
    let scratch = try Self.withRoomForTwo(onFull: onFull)
    try scratch.write("in.csv", "id,age\n" + (0..<10).map { "\($0),x\n" }.joined())
    #expect(try PipelineBinary.run("run", "p.yaml", "--quiet", in: scratch).exitCode == 3)
    let list = try PipelineBinary.run("dlq", "list", "p.yaml", in: scratch).standardOutput
    #expect(list.contains("2 dead letters in 1 group\n"), "\(list)")
    #expect(list.contains("gone: 8 dropped: the dead letters were full\n"), "\(list)")
  }

  @Test func aQuietRunSaysWhyItStopped() throws {
    let scratch = try Self.withRoomForTwo(onFull: "stop")
    try scratch.write("in.csv", "id,age\n1,x\n2,x\n3,x\n")
    let limited = try PipelineBinary.run("run", "p.yaml", "--quiet", "--limit", "1", in: scratch)
    #expect(limited.exitCode == 4 && !limited.standardError.contains("stopped"), "\(limited.standardError)")
    let full = try PipelineBinary.run("run", "p.yaml", "--quiet", in: scratch)
    #expect(full.exitCode == 4)
    #expect(
      full.standardError.contains("stopped at a checkpoint: the dead letters are full\n"),
      "\(full.standardError)")
  }

  @Test func anEditThatChangesNothingIsNone() throws {
    let scratch = try Self.ran()
    try scratch.write("body", "{ \"id\": \"2\",\n  \"age\": \"x\" }\n")
    try scratch.write("original", "2,x\n")
    for arguments in [["--from", "body"], ["--from", "original", "--original"]] {
      let edit = try PipelineBinary.process(["dlq", "edit", "p.yaml", "1"] + arguments, in: scratch).run()
      #expect(edit.exitCode == 0 && edit.standardError == "nothing was changed\n", "\(edit.standardError)")
    }
  }

  @Test func aReplayThatIsRefusedSelectsNothing() throws {
    let scratch = try Self.ran()
    let asked = try PipelineBinary.run("dlq", "replay", "p.yaml", "--set", "age='1'", in: scratch)
    #expect(asked.exitCode == 2)
    #expect(asked.standardError.hasPrefix("error: fields of 3 dead letters would be changed\n"))
    let group = try PipelineBinary.run("dlq", "replay", "p.yaml", "--fingerprint", "zzzz", in: scratch)
    #expect(group.exitCode == 2)
    #expect(group.standardError.contains("`--fingerprint` must be the 16 digits"), "\(group.standardError)")
  }

  @Test func aDeletedLockTakesNoCheckpointWithIt() throws {
    let scratch = try Self.ran()
    try FileManager.default.removeItem(atPath: scratch.path + "/.pipeline/people/people-in/lock")
    let list = try PipelineBinary.run("checkpoint", "list", "p.yaml", in: scratch)
    #expect(list.exitCode == 0 && list.standardOutput.contains("people-in"), "\(list.standardError)")
    #expect(try PipelineBinary.run("checkpoint", "show", "p.yaml", in: scratch).exitCode == 0)
  }
}
