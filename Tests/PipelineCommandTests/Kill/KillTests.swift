import FoundationEssentials
import Glibc
import PipelineTesting
import Testing

/// Kills the real command at random instants, again and again, until its input is settled, and compares with a run
/// that was never disturbed: outputs byte for byte, dead letters, counts (durability.md, scenarios 1–6, 9, 21, 28, 34).
///
/// `PIPELINE_KILLS` sets how often each run is killed; `PIPELINE_SEED` repeats the instants of a run that failed.
@Suite(.enabled(if: PipelineBinary.isBuilt, "the command `pipeline` is not built"), .serialized, .ownThread)
struct KillTests {
  static let kills = Int(ProcessInfo.processInfo.environment["PIPELINE_KILLS"] ?? "") ?? 5
  static let seed =
    UInt64(ProcessInfo.processInfo.environment["PIPELINE_SEED"] ?? "") ?? UInt64.random(in: 0...999_999_999)

  @Test(arguments: KilledPipeline.all, ["1", "8"])
  func losesNothingAndDoublesNothing(pipeline: KilledPipeline, workers: String) throws {
    var random = SeededRandom(seed: Self.seed)
    let run = ["run", "pipeline.yaml", "--quiet", "--workers", workers]
    let (undisturbed, killed) = (try Scratch(), try Scratch())
    for scratch in [undisturbed, killed] { try pipeline.prepare(scratch, rows: 20_000 + 4_000 * Self.kills) }
    let clock = ContinuousClock()
    var undisturbedCode: Int32 = 0
    let whole = try clock.measure {
      undisturbedCode = try Self.finish(run, in: undisturbed, kills: 0, &random).exitCode
    }
    #expect(undisturbedCode == 3)
    let nothing = try clock.measure { _ = try Self.finish(run, in: undisturbed, kills: 0, &random) }
    // Killed while it starts or after a small part of the way, however fast the machine is: so it comes to its end only
    // after most of the kills.
    let longest = nothing * 2 + whole * 2 / Self.kills
    let (exitCode, kills) = try Self.finish(run, in: killed, kills: Self.kills, within: longest, &random)
    let place = "seed \(Self.seed), \(pipeline.name), \(workers) workers"
    #expect([0, 3].contains(exitCode), "\(place)")
    try Self.compare(killed, undisturbed, pipeline, "\(place), run")

    let replay = ["dlq", "replay", "pipeline.yaml", "--yes"] + pipeline.replay
    _ = try Self.finish(replay, in: undisturbed, kills: 0, &random)
    let (replayCode, replayKills) = try Self.finish(
      replay, in: killed, kills: Self.kills, within: longest, &random)
    let log = try killed.text("log").suffix(600)
    #expect([0, 3].contains(replayCode), "\(place), replay: \(log)")
    // What was cut off, perhaps after the last checkpoint of the replay, is undone or published by a run.
    for scratch in [undisturbed, killed] { _ = try Self.finish(run, in: scratch, kills: 0, &random) }
    try Self.compare(killed, undisturbed, pipeline, "\(place), replay")
    print("\(place): killed \(kills) times while running and \(replayKills) times while replaying")
  }

  @Test func redeliversOnceWhateverItIsKilledAt() throws {
    var random = SeededRandom(seed: Self.seed)
    let run = ["run", "pipeline.yaml", "--quiet"]
    let (undisturbed, killed) = (try Scratch(), try Scratch())
    for scratch in [undisturbed, killed] {
      try KilledPipeline.prepareOutage(scratch, rows: 3000)
      let outage = try Self.finish(run + ["--inject", "call=error:15%"], in: scratch, kills: 0, &random)
      #expect(outage.exitCode == 3)
    }
    let start = ContinuousClock.now
    // The same records fail again, however often; they come back.
    let again = run + ["--inject", "call=error:3%"]
    #expect(try Self.finish(again, in: undisturbed, kills: 0, &random).exitCode == 3)
    let longest = .milliseconds(60) + (ContinuousClock.now - start) * 2 / Self.kills
    let (exitCode, kills) = try Self.finish(again, in: killed, kills: Self.kills, within: longest, &random)
    let place = "seed \(Self.seed)"
    #expect(exitCode == 3, "\(place)")
    for scratch in [undisturbed, killed] {
      // Entries that one run had given up and the next one redelivered again settle nothing new.
      #expect([0, 3].contains(try Self.finish(again, in: scratch, kills: 0, &random).exitCode), "\(place)")
    }
    let pipeline = KilledPipeline(name: "outage", stages: "", sinks: "", outputs: ["all.jsonl"], replay: [])
    try Self.compare(killed, undisturbed, pipeline, place)
    print("\(place): killed \(kills) times while redelivering")
  }

  /// Starts the command until it comes to its end; the first times it is killed after a random while.
  static func finish(
    _ arguments: [String], in scratch: Scratch, kills: Int, within longest: Duration = .milliseconds(250),
    _ random: inout SeededRandom
  ) throws -> (exitCode: Int32, kills: Int) {
    var left = kills
    var refusals = 0
    while true {
      let child = try PipelineBinary.process(arguments, in: scratch).start { actions in
        for stream: Int32 in [1, 2] {
          posix_spawn_file_actions_addopen(
            actions, stream, scratch.path + "/log", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        }
      }
      if left > 0 {
        let microseconds = UInt32(longest / .microseconds(1))
        usleep(UInt32.random(in: 5_000...max(10_000, microseconds), using: &random))
        kill(child, SIGKILL)
      }
      let exitCode = ChildProcess.wait(child)
      // A plug-in that a killed run was just starting may hold its lock for an instant.
      if exitCode == 5, refusals < 100 {
        refusals += 1
        continue
      }
      if exitCode != 128 + SIGKILL { return (exitCode, kills - left) }
      left -= 1
    }
  }

  private static func compare(
    _ killed: Scratch, _ undisturbed: Scratch, _ pipeline: KilledPipeline, _ place: String
  ) throws {
    for output in pipeline.outputs {
      let isSame =
        Gunzip.bytes(of: killed.path + "/" + output) == Gunzip.bytes(of: undisturbed.path + "/" + output)
      #expect(isSame, "\(place): \(output) differs")
    }
    let (found, wanted) = (try Settled(killed), try Settled(undisturbed))
    #expect(found.counts == wanted.counts, "\(place)")
    #expect(found.counts.isBalanced, "\(place)")
    #expect(found.deadLetters.count == wanted.deadLetters.count, "\(place)")
    #expect(
      found.deadLetters.elementsEqual(wanted.deadLetters),
      "\(place): first missing: \(Set(wanted.deadLetters).subtracting(found.deadLetters).min() ?? "none")")
  }
}
