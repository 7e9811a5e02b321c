import Resilience
import Testing

@Suite("Fault injection")
struct FaultInjectorTests {
  private func hits(_ injector: FaultInjector, now: Instant = at(0)) -> [UInt64] {
    (0..<10_000).filter { injector.fault(call: $0, attempt: 1, now: now) != nil }
  }

  @Test("a seed hits the same share of the same calls, whoever asks first")
  func isReproducible() {
    let rule = FaultInjectionOptions.Rule(share: 0.2, InjectedFault(error: .transient))
    let first = FaultInjector(FaultInjectionOptions(rules: [rule], seed: 7), start: at(0))
    let other = FaultInjector(FaultInjectionOptions(rules: [rule], seed: 8), start: at(0))
    let hit = hits(first)
    #expect((1900...2100).contains(hit.count))
    #expect(hits(first) == hit)
    #expect(hits(other) != hit)
  }

  @Test("a schedule says when a fault begins, ends and begins again")
  func schedule() {
    let rule = FaultInjectionOptions.Rule(
      share: 1, InjectedFault(latency: .seconds(1)), after: .seconds(10), lasting: .seconds(2),
      every: .seconds(5))
    let injector = FaultInjector(FaultInjectionOptions(rules: [rule]), start: at(0))
    let active = (0..<20).filter { injector.fault(call: 1, attempt: 1, now: at(Double($0))) != nil }
    #expect(active == [10, 11, 15, 16])
  }
}
