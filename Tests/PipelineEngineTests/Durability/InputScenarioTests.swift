import CZlib
import Glibc
import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineEngine

@Suite struct InputScenarioTests {
  @Test("Scenario 17: an input rewritten with the same size and mtime is detected", arguments: [false, true])
  func rewritten(isCompleted: Bool) async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    if isCompleted { try await test.run(in: directory) } else { try await test.begin(in: directory) }
    var before = stat()
    stat(directory.file("in.csv"), &before)
    let text = directory.text("in.csv")
    directory.write("in.csv", text.replacing("\n7,", with: "\n8,"))
    var times = [before.st_atim, before.st_mtim]
    utimensat(AT_FDCWD, directory.file("in.csv"), &times, 0)
    var after = stat()
    stat(directory.file("in.csv"), &after)
    #expect(before.st_size == after.st_size && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec)
    let problem = try await test.problem(in: directory)
    #expect(problem.kind == .refused)
    #expect(problem.message.contains(directory.file("in.csv")))
  }

  @Test("Scenario 18: an appended input continues", arguments: [false, true])
  func appended(isCompleted: Bool) async throws {
    var test = TestPlan()
    let directory = TemporaryDirectory()
    if isCompleted { try await test.run(in: directory) } else { try await test.begin(in: directory) }
    directory.write("in.csv", TestPlan.input(450))
    let result = try await test.run(in: directory)
    #expect(result.total.read == 450)
    test.rows = 450
    let undisturbed = TemporaryDirectory()
    try await test.run(in: undisturbed)
    #expect(try RunOutcome(directory) == RunOutcome(undisturbed))
  }

  @Test("Scenario 18: a truncated input is refused", arguments: [false, true])
  func truncated(isCompleted: Bool) async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    if isCompleted { try await test.run(in: directory) } else { try await test.begin(in: directory) }
    directory.write("in.csv", TestPlan.input(50))
    let problem = try await test.problem(in: directory)
    #expect(problem.kind == .refused)
    #expect(problem.message.contains(directory.file("in.csv")))
  }

  @Test("Scenario 18: a last line without newline that has grown since is refused")
  func lastLineHasGrown() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    directory.write("in.csv", "id,name,amount\n1,a,1.5\n2,b,2")
    try await test.run(in: directory)
    directory.write("in.csv", "id,name,amount\n1,a,1.5\n2,b,25\n3,c,3\n")
    let problem = try await test.problem(in: directory)
    #expect(problem.kind == .refused)
  }

  @Test(
    "Scenario 18: a gzip input that was truncated to a member boundary is refused, an appended member read")
  func truncatedGzip() async throws {
    let directory = TemporaryDirectory()
    var test = TestPlan()
    test.inputName = "in.csv.gz"
    let text = TestPlan.input(300)
    let cut = text.index(text.startIndex, offsetBy: 3000)
    let first = Self.gzip(String(text[..<cut]))
    let second = Self.gzip(String(text[cut...]))
    directory.write("in.csv.gz", bytes: first + second)
    try await test.run(in: directory)
    directory.write("in.csv.gz", bytes: first)
    let problem = try await test.problem(in: directory)
    #expect(problem.kind == .refused)
    directory.write("in.csv.gz", bytes: first + second + Self.gzip("300,z,1\n"))
    let result = try await test.run(in: directory)
    #expect(result.total.read == 301)
  }

  @Test("Scenario 19: an mtime that was touched resumes")
  func touched() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.begin(in: directory)
    utimensat(AT_FDCWD, directory.file("in.csv"), nil, 0)
    let result = try await test.run(in: directory)
    #expect(result.counts.read == 200)
    #expect(result.total.read == 300)
  }

  private static func gzip(_ text: String) -> [UInt8] {
    let directory = TemporaryDirectory()
    guard let file = gzopen(directory.file("a.gz"), "w") else { return [] }
    var text = text
    _ = text.withUTF8 { gzwrite(file, $0.baseAddress, UInt32($0.count)) }
    gzclose(file)
    return directory.read("a.gz") ?? []
  }
}
