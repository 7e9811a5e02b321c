import FoundationEssentials
import Testing

@testable import pipeline

/// Runs that a stage gives up, and runs with nothing to do, through the built command.
@Suite(.enabled(if: PipelineBinary.isBuilt, "the command `pipeline` is not built"))
struct FailedRunTests {
  private func folder() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(
      "p.yaml",
      """
      name: people
      source: {uses: csv, with: {path: in.csv}}
      stages:
        - {name: enough, uses: expect, with: {expectations: [{valid: {check: "id == '9'", at_least: 90%}}]}}
      sink: {uses: jsonl, with: {path: out.jsonl}}
      """)
    try scratch.write("in.csv", "id\n1\n2\n")
    return scratch
  }

  @Test func theLogNamesStageKindRunAndWhatToDo() throws {
    let result = try PipelineBinary.run("run", "p.yaml", "--log-format", "json", "--quiet", in: try folder())
    #expect(result.exitCode == 1)
    let line = try #require(result.standardError.split(separator: "\n").last)
    for part in [
      #""severity":"medium""#, #""error_type":"ExpectationError""#, #""stage":"enough""#,
      #""class":"business""#,
      "run with `--restart`",
    ] {
      #expect(line.contains(part), "\(line)")
    }
    #expect(!line.contains(#""run_id":null"#))
  }

  @Test func theSummaryOfAFailedRunHasRunCountsAndError() throws {
    let result = try PipelineBinary.run("run", "p.yaml", "--json", "--quiet", in: try folder())
    #expect(result.exitCode == 1)
    let json = result.standardOutput.filter { $0 != " " && $0 != "\n" }
    for part in [
      #""end":"failed""#, #""operation":"people-in""#, #""read":2"#, #""error_type":"ExpectationError""#,
    ] {
      #expect(json.contains(part), "\(json)")
    }
  }

  @Test func peopleReadTheErrorLast() throws {
    let result = try PipelineBinary.run("run", "p.yaml", in: try folder())
    #expect(result.exitCode == 1)
    #expect(result.standardError.contains("people: failed"))
    #expect(result.standardError.contains("this run: 2 read"))
    let error = try #require(result.standardError.firstRange(of: "error: stage `enough`"))
    #expect(!result.standardError[..<error.lowerBound].contains("help: the outputs"))
    #expect(result.standardError[error.upperBound...].contains("help: the outputs are not published"))
  }

  @Test func aRunWithNothingToDoHasNoName() throws {
    let scratch = try Scratch()
    try scratch.write("people.yaml", CommandTests.file)
    try scratch.write("in.csv", "id,age\n1,30\n")
    _ = try PipelineBinary.run("run", "people.yaml", in: scratch)
    let again = try PipelineBinary.run("run", "people.yaml", "--json", in: scratch)
    #expect(again.standardOutput.contains(#"null"#) && again.standardOutput.contains("nothing_to_do"))
    #expect(!again.standardError.contains("run_"))
  }

  @Test(arguments: [
    (["--limit", "-1"], "`--limit` must be at least 1, found -1"),
    (["--limit=-1"], "`--limit` must be at least 1, found -1"),
    (["--workers", "-1"], "`--workers` must be between 1 and 1024"),
    (["--inject", "db=error:200%"], "is not a share of attempts"),
    (["--inject", "db=bogus"], "there is no fault `bogus`"),
  ])
  func wrongArgumentsAreExplained(arguments: [String], message: String) throws {
    let scratch = try folder()
    let result = try PipelineBinary.process(["run", "p.yaml"] + arguments, in: scratch).run()
    #expect(result.exitCode == 2)
    #expect(result.standardError.contains(message), "\(result.standardError)")
  }

  @Test func injectedFaultsReachTheStage() throws {
    let scratch = try Scratch()
    try scratch.write("in.csv", "id\n1\n")
    try scratch.write(
      "p.yaml",
      """
      name: people
      source: {uses: csv, with: {path: in.csv}}
      stages:
        - {name: ask, uses: http, with: {url: "http://127.0.0.1:1/", into: answer}}
      sink: {uses: drop}
      """)
    let result = try PipelineBinary.run("run", "p.yaml", "--inject", "ask=permanent", in: scratch)
    #expect(result.exitCode == 3, "\(result.standardError)")
    #expect(result.standardError.lowercased().contains("inject"), "\(result.standardError)")
  }
}
