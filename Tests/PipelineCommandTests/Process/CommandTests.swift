import FoundationEssentials
import Glibc
import Testing

@testable import pipeline

/// The built command as a shell sees it.
@Suite(.enabled(if: PipelineBinary.isBuilt, "the command `pipeline` is not built"))
struct CommandTests {
  static let file = """
    name: people
    params:
      input: {default: in.csv}
    source:
      uses: csv
      with: {path: "${input}"}
    stages:
      - {name: types, uses: convert, with: {fields: {age: integer}}}
    sink: {uses: jsonl, with: {path: out/people.jsonl}}
    """

  private func folder(_ rows: String = "id,age\n1,30\n2,x\n3,50\n") throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("people.yaml", Self.file)
    try scratch.write("in.csv", rows)
    return scratch
  }

  @Test func exitsWithThreeWhenRecordsWereDeadLettered() throws {
    let scratch = try folder()
    let result = try PipelineBinary.run("run", "people.yaml", in: scratch)
    #expect(result.exitCode == 3)
    #expect(result.standardOutput == "")
    #expect(result.standardError.contains("in.csv:3: ConversionError in `types`"))
    #expect(
      result.standardError.hasSuffix("help: 1 record was dead-lettered: `pipeline dlq list people.yaml`\n"))
    #expect(!result.standardError.contains("\u{1B}"))
    #expect(try scratch.text("out/people.jsonl") == "{\"id\":\"1\",\"age\":30}\n{\"id\":\"3\",\"age\":50}\n")
  }

  @Test func exitsWithZeroWhenEveryRecordIsWritten() throws {
    let scratch = try folder("id,age\n1,30\n")
    let first = try PipelineBinary.run("run", "people.yaml", "--json", "--quiet", in: scratch)
    #expect(first.exitCode == 0)
    #expect(first.standardError == "")
    let json = try JSONDecoder().decode(Summary.self, from: Data(first.standardOutput.utf8))
    #expect(json == Summary(end: "completed", exitCode: 0))
    let second = try PipelineBinary.run("run", "people.yaml", in: scratch)
    #expect(second.exitCode == 0)
    #expect(second.standardError.hasPrefix("people: nothing to do"))
  }

  struct Summary: Decodable, Equatable {
    enum CodingKeys: String, CodingKey {
      case end
      case exitCode = "exit_code"
    }

    var end: String
    var exitCode: Int
  }

  @Test(arguments: [
    ["run"], ["bogus"], ["run", "people.yaml", "--limit", "0"], ["run", "missing.yaml"],
    ["run", "people.yaml", "--set", "inptu=x"], ["validate", "broken.yaml", "people.yaml"], ["steps", "cvs"],
    ["dlq", "list", "people.yaml"], ["run", "people.yaml", "--resume", "require"],
  ])
  func exitsWithTwoWhenFilesOrArgumentsAreWrong(arguments: [String]) throws {
    let scratch = try folder()
    try scratch.write("broken.yaml", "name: broken\nsuorce: {uses: csv}\n")
    let result = try PipelineBinary.process(arguments, in: scratch).run()
    #expect(result.exitCode == 2)
    #expect(result.standardError.hasPrefix("error: "), "\(result.standardError)")
  }

  @Test func reportsAllProblemsOfAllFilesAtOnce() throws {
    let scratch = try folder()
    try scratch.write("broken.yaml", "name: broken\nsuorce: {uses: csv}\n")
    let result = try PipelineBinary.run("validate", "broken.yaml", "people.yaml", "missing.yaml", in: scratch)
    #expect(result.exitCode == 2)
    #expect(result.standardOutput == "people.yaml: ok (people, 1 stage, 1 sink)\n")
    #expect(result.standardError.contains("unknown key `suorce`"))
    #expect(result.standardError.contains("`missing.yaml` does not exist"))
  }

  @Test func leavesNothingBehindAfterADryRun() throws {
    let scratch = try folder()
    let result = try PipelineBinary.run("run", "people.yaml", "--dry-run", in: scratch)
    #expect(result.exitCode == 3)
    #expect(result.standardError.contains("people: dry run completed, nothing was written"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted() == ["in.csv", "people.yaml"])
  }

  @Test func showsStateAfterTheInputIsGone() throws {
    let scratch = try folder()
    _ = try PipelineBinary.run("run", "people.yaml", in: scratch)
    unlink(scratch.path + "/in.csv")
    let list = try PipelineBinary.run("dlq", "list", "people.yaml", in: scratch)
    #expect(list.exitCode == 0)
    #expect(list.standardOutput.hasPrefix("1 × ConversionError in `types`"))
    let export = try PipelineBinary.run("dlq", "export", "people.yaml", in: scratch)
    #expect(export.standardOutput.contains(#""message_body":{"id":"2","age":"x"}"#))
    let checkpoint = try PipelineBinary.run("checkpoint", "list", "people.yaml", in: scratch)
    #expect(checkpoint.standardOutput.contains("people-in  completed"))
    let runs = try PipelineBinary.run("runs", "list", "people.yaml", in: scratch)
    #expect(runs.standardOutput.contains("completed"))
  }

  @Test func forgetsACheckpointOnlyWithItsDeadLetters() throws {
    let scratch = try folder()
    _ = try PipelineBinary.run("run", "people.yaml", in: scratch)
    let refused = try PipelineBinary.run("checkpoint", "delete", "people.yaml", "people-in", in: scratch)
    #expect(refused.exitCode == 2)
    #expect(refused.standardError.contains("has 1 dead letter, which would go with its checkpoint"))
    let deleted = try PipelineBinary.run(
      "checkpoint", "delete", "people.yaml", "people-in", "--with-dead-letters", in: scratch)
    #expect(deleted.exitCode == 0)
    #expect(
      try PipelineBinary.run("dlq", "list", "people.yaml", in: scratch).standardOutput == "no dead letters\n")
  }

  @Test func printsItsVersion() throws {
    let result = try PipelineBinary.run("--version", in: try Scratch())
    #expect(result.exitCode == 0)
    #expect(result.standardOutput == Version.text + "\n")
  }

  @Test func helpSaysWhatFaultsAreInjectedInto() throws {
    let help = try PipelineBinary.run("run", "--help", in: try Scratch()).standardOutput
    let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("a service, or a stage that calls without one"))
  }
}
