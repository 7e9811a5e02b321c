import Resilience
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Random schedules of calls, outcomes, cancellations, crashes and clock jumps.
///
/// `RESILIENCE_STEPS` sets the number of steps, `RESILIENCE_SEED` repeats one run.
@Suite("Simulation")
struct SimulationTests {
  private static func setting(_ name: String) -> UInt64? {
    getenv(name).flatMap { UInt64(String(cString: $0)) }
  }

  private static let stepsPerWorld = 5000

  private static var seeds: Range<UInt64> {
    if let seed = setting("RESILIENCE_SEED") { return seed..<seed + 1 }
    return 1..<(setting("RESILIENCE_STEPS") ?? 1_000_000) / UInt64(stepsPerWorld) + 1
  }

  @Test("permits neither leak nor exceed, whatever calls do")
  func policies() {
    var opened = 0
    var closed = 0
    for seed in Self.seeds {
      let world = SimulatedService(seed: seed)
      for step in 0..<Self.stepsPerWorld {
        if let broken = world.step() {
          Issue.record("\(broken), at step \(step); repeat with RESILIENCE_SEED=\(seed)")
          return
        }
      }
      opened += world.transitions.count { $0.to == .open }
      closed += world.transitions.count { $0.to == .closed }
      if let broken = world.drain() {
        Issue.record("\(broken), at the end; repeat with RESILIENCE_SEED=\(seed)")
        return
      }
    }
    #expect(opened > 0)
    #expect(closed > 0)
  }

  @Test("compensations run in reverse order, and once each but for kills in between")
  func sagas() {
    for seed in Self.seeds {
      var random = SplitMix64(seed: seed)
      for _ in 0..<10 {
        var saga = SimulatedSaga(&random)
        if let broken = saga.run(&random) {
          Issue.record("\(broken); repeat with RESILIENCE_SEED=\(seed)")
          return
        }
      }
    }
  }

  @Test("the same seed gives the same run")
  func isReproducible() {
    let worlds = (0..<2).map { _ in SimulatedService(seed: 42) }
    for world in worlds {
      for _ in 0..<2000 { _ = world.step() }
    }
    #expect(worlds[0].transitions == worlds[1].transitions)
    #expect(worlds[0].callsMade == worlds[1].callsMade)
  }
}
