import Glibc
import Testing

@testable import pipeline

/// Results that can't be written to the standard output.
@Suite(.enabled(if: PipelineBinary.isBuilt, "the command `pipeline` is not built"))
struct UnwrittenOutputTests {
  private func run(_ arguments: [String], to path: String, in scratch: Scratch) throws -> (Int32, String) {
    let child = try PipelineBinary.process(arguments, in: scratch).start { actions in
      posix_spawn_file_actions_addopen(actions, 1, path, O_WRONLY, 0)
      posix_spawn_file_actions_addopen(actions, 2, scratch.path + "/err", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    return (ChildProcess.wait(child), try scratch.text("err"))
  }

  @Test(arguments: [
    ["plan", "people.yaml"], ["schema"], ["steps"], ["run", "people.yaml", "--json", "--quiet"], ["--help"],
    ["dlq", "export", "other.yaml"],
  ])
  func aFullDiskUnderTheStandardOutputIsAnError(arguments: [String]) throws {
    let scratch = try Scratch()
    try scratch.write("people.yaml", CommandTests.file)
    try scratch.write("other.yaml", CommandTests.file.replacing("name: people\n", with: "name: other\n"))
    try scratch.write("in.csv", "id,age\n1,30\n2,x\n")
    _ = try PipelineBinary.run("run", "other.yaml", in: scratch)
    let (exitCode, log) = try run(arguments, to: "/dev/full", in: scratch)
    #expect(exitCode == 1)
    #expect(log.contains("error: cannot write to the standard output: No space left on device"), "\(log)")
  }
}
