import PipelineModel
import Resilience

/// The call stages of a run, by their position in the plan, and the services they share.
final class CallStages: Sendable {
  let timers = Timers()
  private let services: CallServices
  private let stages: [Int: CallStage]

  init(_ plan: Plan, faults: [String: FaultInjectionOptions], observer: any RunObserver) {
    let services = CallServices(plan, faults: faults)
    self.services = services
    var stages: [Int: CallStage] = [:]
    for (index, stage) in plan.stages.enumerated() {
      guard case .call(let step, let policy) = stage.work else { continue }
      stages[index] = CallStage(
        name: stage.name, call: PlannedCall(uses: stage.uses, step: step, policy: policy),
        services: services, classification: plan.classification, timers: timers, observer: observer)
    }
    self.stages = stages
  }

  var isEmpty: Bool { stages.isEmpty }

  subscript(stage: Int) -> CallStage? { stages[stage] }

  /// What the calls have come to, by service.
  var summaries: [ServiceSummary] {
    let now = Timers.now
    return services.all.map { $0.statistics.summary(now: now) }
  }

  /// Ends what the steps have open.
  func close() async {
    for stage in stages.values { await stage.close() }
  }
}
