import Glibc
import PipelineModel
import PipelineTesting
import Resilience
import Testing

@testable import PipelineEngine

@Suite struct DiskScenarioTests {
  @Test("Scenario 20: two runs on one state directory → the second is turned away and names the first")
  func secondRun() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    let plan = try test.make(in: directory)
    let operation = OperationDirectory(
      state: plan.stateDirectory, operation: "test-in", files: PosixFileSystem())
    let lock = try operation.lock()
    let problem = try await test.problem(in: directory)
    #expect(problem.kind == .inUse)
    #expect(problem.message.contains("process \(processID())"))
    lock.release()
    #expect(try await test.run(in: directory).end == .completed)
  }

  @Test("Scenario 21: the lock of a holder that was killed needs no unlock command")
  func killedHolder() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    try await test.begin(in: directory)
    directory.write("state/test-in/lock", "process 1")
    #expect(try await test.run(in: directory).end == .completed)
  }

  @Test("Scenario 22: a file system without locks → a clear error before anything is read")
  func noLocks() async throws {
    let directory = TemporaryDirectory()
    let problem = try await TestPlan().problem(
      in: directory, files: FaultyFileSystem(PosixFileSystem(), at: "lock", fault: .noLocks))
    #expect(problem.kind == .refused)
    #expect(problem.message.contains("file system has no locks"))
    #expect(problem.help?.contains("--state-dir") == true)
  }

  @Test(
    "Scenario 25: no space for output, store commit or checkpoint → stops, and resumes once there is room",
    arguments: ["write", "commit", "json.tmp", "sync "])
  func noSpace(at place: String) async throws {
    let test = TestPlan()
    let undisturbed = TemporaryDirectory()
    try await test.run(in: undisturbed)
    let directory = TemporaryDirectory()
    let problem = try await test.problem(
      in: directory, files: FaultyFileSystem(PosixFileSystem(), at: place, occurrence: 2, fault: .noSpace))
    #expect(problem.kind == .diskFull)
    #expect(problem.kind.exitCode == 4)
    #expect(problem.failureClass == .system)
    #expect(problem.message.contains("no space left"))
    #expect(problem.help?.contains("run the same command again") == true)
    try await test.run(in: directory)
    #expect(try RunOutcome(directory) == RunOutcome(undisturbed))
  }

  @Test("Scenario 25: no space on a real small file system", .enabled(if: SmallFileSystem.isPermitted))
  func smallFileSystem() async throws {
    var test = TestPlan()
    test.rows = 9_000
    test.every = 1_000
    test.chunkSize = 16_384
    let undisturbed = TemporaryDirectory()
    try await test.run(in: undisturbed)
    // From too small for the store to nearly large enough: each is full at another moment.
    for size in [96, 160, 224, 288, 352, 416, 480, 640] {
      let directory = TemporaryDirectory()
      mkdir(directory.file("small"), 0o700)
      directory.write("in.csv", TestPlan.input(test.rows))
      test.place = "small/"
      let small = SmallFileSystem(directory.file("small"), kibibytes: size)
      let problem: EngineProblem
      do { problem = try await test.problem(in: directory) } catch {
        Issue.record("\(size) KiB: \(error)")
        continue
      }
      #expect(
        problem.kind == .diskFull || problem.message.contains("the run went through"),
        "\(size) KiB: \(problem)")
      small.grow(kibibytes: 65_536)
      try await test.run(in: directory)
      #expect(directory.read("small/even.jsonl") == undisturbed.read("even.jsonl"), "\(size) KiB")
      #expect(directory.read("small/odd.csv") == undisturbed.read("odd.csv"), "\(size) KiB")
      let store = DeadLetterStore(store: try StateStore(path: directory.file("small/state/state.db")))
      #expect(try store.size().entries == 900, "\(size) KiB")
    }
  }

  @Test("Scenario 26: an EIO from fsync fails the run, and no later success hides it")
  func ioError() async throws {
    let test = TestPlan()
    let directory = TemporaryDirectory()
    let files = FaultyFileSystem(PosixFileSystem(), at: "sync ", occurrence: 2, fault: .ioError)
    let problem = try await test.problem(in: directory, files: files)
    #expect(problem.kind == .failed)
    #expect(problem.message.contains("EIO"))
    #expect(files.log.filter { $0.hasSuffix("/checkpoint.json") }.count == 1)
  }

  @Test(
    "Scenario 27: a read-only state directory is refused before any input is read",
    arguments: ["makeDirectory", "open"])
  func readOnly(operation: String) async throws {
    let directory = TemporaryDirectory()
    let files = FaultyFileSystem(PosixFileSystem(), at: operation, fault: .readOnly)
    let problem = try await TestPlan().problem(in: directory, files: files)
    #expect(problem.kind == .refused)
    #expect(problem.message.contains("the state directory can't be used"))
    #expect(problem.message.contains("read-only"))
    #expect(problem.help?.contains("--state-dir") == true)
    #expect(!directory.has("even.jsonl"))
  }

  @Test("Scenario 27: a file system mounted read-only", .enabled(if: SmallFileSystem.isPermitted))
  func mountedReadOnly() async throws {
    let directory = TemporaryDirectory()
    var test = TestPlan()
    test.place = "small/"
    directory.write("in.csv", TestPlan.input(300))
    mkdir(directory.file("small"), 0o700)
    let small = SmallFileSystem(directory.file("small"), kibibytes: 4096)
    try await test.begin(in: directory)
    small.setReadOnly()
    let problem = try await test.problem(in: directory)
    #expect(problem.kind == .refused)
    #expect(problem.message.contains("read-only"))
    // What it holds can still be looked at, and not be changed.
    let location = StateLocation(name: "test", directory: directory.file("small/state"))
    let store = try #require(try location.store())
    #expect(try DeadLetterStore(store: store).size().entries == 10)
    #expect(try RunHistory(store: store).runs(limit: 5).count == 1)
    let change = #expect(throws: EngineProblem.self) {
      try DeadLetterDesk(location, store: store).discard(.init(), reason: "test")
    }
    #expect(change?.kind == .refused)
  }
}

/// State on a file system that is full.
@Suite(.enabled(if: SmallFileSystem.isPermitted)) struct FullStateTests {
  @Test("With no space left the store can be read, and a change says that nothing was changed")
  func readsOnly() async throws {
    var test = TestPlan()
    test.stateName = "small/state"
    let directory = TemporaryDirectory()
    mkdir(directory.file("small"), 0o700)
    let small = SmallFileSystem(directory.file("small"), kibibytes: 4096)
    defer { withExtendedLifetime(small) {} }
    try await test.run(in: directory)
    let location = StateLocation(name: "test", directory: directory.file("small/state"))
    try location.store()?.close()
    let filler = try PosixFileSystem().open(directory.file("small/filler"), .create)
    let zeros = [UInt8](repeating: 0, count: 4096)
    while (try? PosixFileSystem().writeAll(zeros, to: filler)) != nil {}
    PosixFileSystem().close(filler)
    let store = try #require(try location.store())
    defer { store.close() }
    let letters = DeadLetterStore(store: store)
    #expect(try letters.letters(.init()).count == 30)
    #expect(try RunHistory(store: store).runs(limit: 10).count == 1)
    do throws(EngineProblem) {
      _ = try DeadLetterDesk(location, store: store).discard(.init(), reason: "test")
      Issue.record("it was changed")
    } catch {
      #expect(error.kind == .diskFull)
      #expect(error.help == "nothing was changed; free some space and run the same command again")
    }
    #expect(try letters.letters(.init()).count == 30)
  }
}

/// A tmpfs of a given size, gone with the value.
final class SmallFileSystem {
  static let isPermitted: Bool = {
    let directory = TemporaryDirectory()
    mkdir(directory.file("small"), 0o700)
    guard mount("tmpfs", directory.file("small"), "tmpfs", 0, "size=64k") == 0 else { return false }
    umount2(directory.file("small"), Int32(MNT_DETACH))
    return true
  }()

  private let path: String

  init(_ path: String, kibibytes: Int) {
    self.path = path
    if mount("tmpfs", path, "tmpfs", 0, "size=\(kibibytes)k") != 0 { Issue.record("mount: errno \(errno)") }
  }

  func grow(kibibytes: Int) {
    if mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT), "size=\(kibibytes)k") != 0 {
      Issue.record("remount: errno \(errno)")
    }
  }

  func setReadOnly() {
    // A process that another test is just starting holds our files for a moment, until it is another program.
    for _ in 0..<100_000 {
      if mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), "") == 0 { return }
      if errno != EBUSY { break }
      sched_yield()
    }
    Issue.record("remount: errno \(errno)")
  }

  deinit { umount2(path, Int32(MNT_DETACH)) }
}
