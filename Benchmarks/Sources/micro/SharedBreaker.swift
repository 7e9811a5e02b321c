import Dispatch
import Resilience
import Synchronization

/// How many times the calls of one thread two make that share a closed breaker and work 1 µs a call.
enum SharedBreaker {
  private static let calls = 5000
  private static let rounds = 41

  /// Measures one thread alone and beside another in turns.
  ///
  /// By CPU time: two threads make 2 · alone ÷ beside times as many calls as one wherever both have a core.
  /// Only rounds count in which the other made at least nine tenths as many calls, so that it ran all the
  /// while and neither slept nor waited for a core.
  static func print() {
    let stack = Policies.stack { $0.circuitBreaker = CircuitBreakerOptions() }
    let steps = stepsOfMicrosecond()
    var ratios: [Double] = []
    var alone: [Double] = []
    for _ in 0..<rounds {
      let own = time(stack, steps)
      let other = Worker(stack, steps)
      let before = other.made
      let beside = time(stack, steps)
      let made = other.made - before
      other.stop()
      alone.append(own)
      if made >= calls * 9 / 10 { ratios.append(2 * own / beside) }
    }
    guard !ratios.isEmpty else {
      return Swift.print("two threads, one closed breaker: never ran side by side")
    }
    ratios.sort()
    let median = ratios[ratios.count / 2]
    let half = "\(hundredths(ratios[ratios.count / 4]))–\(hundredths(ratios[ratios.count * 3 / 4]))"
    let call = PolicyFigure.tenths(alone.sorted()[rounds / 2])
    let cells = [
      "two threads, one closed breaker, \(call) ns a call, \(ratios.count) of \(rounds) rounds", "≥ 1.8 ×",
      "\(hundredths(median)) ×", half, "", median >= 1.8 ? "met" : "NOT met",
    ]
    Swift.print("| " + cells.joined(separator: " | ") + " |")
  }

  private static func time(_ stack: Stack, _ steps: Int) -> Double {
    let start = PolicyFigure.threadTime()
    work(stack, steps, calls: calls)
    return (PolicyFigure.threadTime() - start) / Double(calls)
  }

  private static func work(_ stack: Stack, _ steps: Int, calls: Int) {
    for number in 0..<calls {
      let now = Instant(nanoseconds: Int64(number))
      var call = AttemptMachine(stack, call: UInt64(number))
      guard case .call(let attempt, _, _) = call.handle(.start, now: now) else { continue }
      let worked = compute(UInt64(number), steps)
      // Depends on the work, so that it isn't left out.
      let outcome: Outcome = worked == 0 ? .cancelled : .success
      _ = call.handle(.finished(attempt: attempt, outcome), now: now)
    }
  }

  /// Work that touches no memory.
  @inline(never)
  private static func compute(_ seed: UInt64, _ steps: Int) -> UInt64 {
    var value = seed | 1
    for _ in 0..<steps { value = SplitMix64.mix(value) | 1 }
    return value
  }

  private static func stepsOfMicrosecond() -> Int {
    let steps = 1_000_000
    var times: [Double] = []
    for round in 0..<9 {
      let start = PolicyFigure.threadTime()
      precondition(compute(UInt64(round), steps) != 0)
      times.append(PolicyFigure.threadTime() - start)
    }
    return max(1, Int(Double(steps) * 1000 / times.sorted()[4]))
  }

  private static func hundredths(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
  }

  /// Calls on another thread until it is told to stop.
  private final class Worker: Sendable {
    private let stopped = Atomic<Bool>(false)
    private let count = Atomic<Int>(0)
    private let started = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    init(_ stack: Stack, _ steps: Int) {
      DispatchQueue.global().async { [self] in
        started.signal()
        while !stopped.load(ordering: .relaxed) {
          SharedBreaker.work(stack, steps, calls: 50)
          count.add(50, ordering: .relaxed)
        }
        ended.signal()
      }
      started.wait()
    }

    /// Calls made so far.
    var made: Int { count.load(ordering: .relaxed) }

    func stop() {
      stopped.store(true, ordering: .relaxed)
      ended.wait()
    }
  }
}
