import PipelineModel
import Resilience

/// The services of a plan, each once, however many stages name it.
final class CallServices: Sendable {
  private let byName: [String: CallService]
  private let byStage: [String: CallService]
  private let faults: [String: FaultInjectionOptions]
  private let start: Instant
  /// Services in the order in which the plan first names them, then stages without service.
  let all: [CallService]

  init(_ plan: Plan, faults: [String: FaultInjectionOptions], journal: CallJournal?) {
    var policies: [(policy: ServicePolicy, timeout: Duration?)] = []
    var stages: [String] = []
    func add(_ policy: CallPolicy, _ stage: String) {
      let timeout = policy.stack.timeout.attempt
      if let service = policy.service {
        if let index = policies.firstIndex(where: { $0.policy.name == service.name }) {
          policies[index].timeout = max(policies[index].timeout ?? .zero, timeout ?? .zero)
        } else {
          policies.append((service, timeout))
        }
      } else if !stages.contains(stage) {
        stages.append(stage)
      }
      if let reroute = policy.reroute { add(reroute.policy, stage) }
      if let compensation = policy.compensation { add(compensation.policy, stage) }
    }
    for stage in plan.stages {
      if case .call(_, let policy) = stage.work { add(policy, stage.name) }
    }
    let now = Timers.now
    start = now
    let services = policies.map {
      CallService($0.policy, attemptTimeout: $0.timeout, journal: journal, now: now)
    }
    let own = stages.map { CallService(stage: $0, now: now) }
    byName = Dictionary(uniqueKeysWithValues: zip(policies.map(\.policy.name), services))
    byStage = Dictionary(uniqueKeysWithValues: zip(stages, own))
    all = services + own
    var merged = faults
    for (policy, _) in policies where merged[policy.name] == nil { merged[policy.name] = policy.faults }
    self.faults = merged
  }

  /// The service of that name, or what a stage without one has of its own.
  subscript(name: String?, stage stage: String) -> CallService {
    guard let service = name.map({ byName[$0] }) ?? byStage[stage] else {
      preconditionFailure("a call to a service that the plan does not name")
    }
    return service
  }

  /// The circuits as a checkpoint keeps them.
  var snapshots: [Checkpoint.Breaker] {
    all.compactMap(\.snapshot).map { Checkpoint.Breaker(service: $0.service, state: $0.breaker) }
  }

  /// Continues the circuits of an earlier process, each from whichever is newer: the checkpoint knows all of them,
  /// the journal those that have changed their phase since.
  func restore(_ checkpoint: [Checkpoint.Breaker], _ journal: [String: CircuitBreakerSnapshot]) {
    var newest = journal
    for breaker in checkpoint where newest[breaker.service]?.clocks.wall ?? .min < breaker.state.clocks.wall {
      newest[breaker.service] = breaker.state
    }
    for (name, saved) in newest { byName[name]?.restore(saved) }
  }

  /// Makes attempts fail on purpose, where somebody asked for it.
  func injector(_ name: String) -> FaultInjector? { faults[name].map { FaultInjector($0, start: start) } }
}
