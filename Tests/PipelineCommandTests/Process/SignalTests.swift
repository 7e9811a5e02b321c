import FoundationEssentials
import Glibc
import Testing

/// Signals and locks, with runs that would take long.
@Suite(.enabled(if: PipelineBinary.isBuilt, "the command `pipeline` is not built"), .serialized)
struct SignalTests {
  /// Starts a run that has much to do, and comes back when it has begun.
  private func start(in scratch: Scratch) throws -> pid_t {
    try scratch.write("people.yaml", CommandTests.file)
    try scratch.write("in.csv", "id,age\n" + String(repeating: "1,30\n", count: 3_000_000))
    let child = try PipelineBinary.process(["run", "people.yaml"], in: scratch).start { actions in
      let mode = O_WRONLY | O_CREAT | O_TRUNC
      posix_spawn_file_actions_addopen(actions, 1, scratch.path + "/out.log", mode, 0o600)
      posix_spawn_file_actions_addopen(actions, 2, scratch.path + "/err.log", mode, 0o600)
    }
    // The first checkpoint stands before the first record is read.
    while !scratch.exists(".pipeline/people/people-in/checkpoint.json"), kill(child, 0) == 0 { sched_yield() }
    return child
  }

  @Test(.timeLimit(.minutes(15))) func stopsAtACheckpointAndGoesOnFromThere() throws {
    let scratch = try Scratch()
    let child = try start(in: scratch)
    kill(child, SIGTERM)
    #expect(ChildProcess.wait(child) == 4)
    let log = try scratch.text("err.log")
    #expect(log.contains("people: stopped at a checkpoint: SIGTERM"))
    #expect(log.hasSuffix("help: run the same command again to go on from here\n"))
    try scratch.write("people.yaml", CommandTests.file + "\ndescription: the same meaning\n")
    let again = try PipelineBinary.run("run", "people.yaml", "--limit", "1000", in: scratch)
    #expect(again.exitCode == 4)
    #expect(again.standardError.contains("resumed behind record"))
  }

  @Test(.timeLimit(.minutes(15))) func aSignalBeforeTheFirstRecordIsAStopToo() throws {
    let scratch = try Scratch()
    try scratch.write("people.yaml", CommandTests.file)
    try scratch.write("in.csv", "id,age\n" + String(repeating: "1,30\n", count: 300_000))
    let child = try PipelineBinary.process(["run", "people.yaml"], in: scratch).start { actions in
      let mode = O_WRONLY | O_CREAT | O_TRUNC
      posix_spawn_file_actions_addopen(actions, 2, scratch.path + "/err.log", mode, 0o600)
    }
    while !catchesSIGTERM(child), kill(child, 0) == 0 { sched_yield() }
    kill(child, SIGTERM)
    #expect(ChildProcess.wait(child) == 4)
    #expect(try PipelineBinary.run("run", "people.yaml", in: scratch).exitCode == 0)
  }

  @Test(.timeLimit(.minutes(15))) func twoSignalsAtOnceAreOneRequestToStop() throws {
    let scratch = try Scratch()
    let child = try start(in: scratch)
    // Two of the same kind may arrive as one.
    kill(child, SIGTERM)
    kill(child, SIGINT)
    #expect(ChildProcess.wait(child) == 4)
    #expect(try scratch.text("err.log").contains("people: stopped at a checkpoint"))
  }

  /// Whether a process has a handler for SIGTERM.
  private func catchesSIGTERM(_ process: pid_t) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("SigCgt:") }),
      let mask = UInt64(line.dropFirst("SigCgt:".count).drop { $0 == "\t" || $0 == " " }, radix: 16)
    else { return false }
    return mask & (1 << UInt64(SIGTERM - 1)) != 0
  }

  @Test(.timeLimit(.minutes(15))) func refusesASecondRunAndNamesTheFirst() throws {
    let scratch = try Scratch()
    let child = try start(in: scratch)
    // Else it would be done before the second one begins, in an optimized build.
    kill(child, SIGSTOP)
    let second = try PipelineBinary.run("run", "people.yaml", in: scratch)
    kill(child, SIGKILL)
    _ = ChildProcess.wait(child)
    #expect(second.exitCode == 5)
    #expect(second.standardError.contains("is in use by process \(child)"))
  }
}
