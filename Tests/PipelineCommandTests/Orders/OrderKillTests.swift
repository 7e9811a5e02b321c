import PipelineTesting
import Testing

/// Kills the command at random instants of an order, on its way and while it is being undone, and runs it again.
///
/// `PIPELINE_KILLS` sets how many orders are killed; `PIPELINE_SEED` repeats their instants.
@Suite(.enabled(if: OrderShop.canRun, "needs the built command and python3"), .serialized, .ownThread)
struct OrderKillTests {
  @Test(arguments: ["done", "refused", "lost"]) func everyEffectHappensOnce(end: String) throws {
    var random = SeededRandom(seed: KillTests.seed)
    var kills = 0
    for number in 0..<KillTests.kills {
      let shop = try OrderShop()
      for step in OrderStep.allCases {
        try shop.fault(step.undo, "slow", #""seconds":0.01"#)
        if step != .ship { try shop.fault(step.path, "slow", #""seconds":0.01"#) }
      }
      switch end {
      case "refused": try shop.fault(OrderStep.ship.path, "status", #""status":422"#)
      case "lost": try shop.fault(OrderStep.ship.path, "lost")
      default: try shop.fault(OrderStep.ship.path, "slow", #""seconds":0.01"#)
      }
      var exitCode: Int32?
      for _ in 0..<3 where exitCode == nil {
        // A run takes about 150 ms here: later instants are those of a slower machine.
        if try shop.runAndKill(after: UInt32.random(in: 10_000...250_000, using: &random)) { kills += 1 }
        // What was killed after it had recorded its end is over: the next run would be another order.
        if try shop.isSettled() { exitCode = -1 }
      }
      if exitCode == nil { exitCode = try shop.settle() }
      let place = "seed \(KillTests.seed), order \(number), \(end), exit \(exitCode ?? 0)"
      switch end {
      case "refused": #expect(try shop.paths() == OrderStep.undone(before: .ship), "\(place)")
      case "lost": #expect(try shop.paths() == OrderStep.undone(through: .ship), "\(place)")
      default: #expect(try shop.paths() == OrderStep.done, "\(place)")
      }
      #expect([-1, 0, 3].contains(exitCode), "\(place)")
    }
    print("seed \(KillTests.seed): killed \(kills) times, \(end)")
  }
}
