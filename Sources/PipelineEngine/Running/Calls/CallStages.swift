import PipelineModel
import Resilience

/// The call stages of a run, by their position in the plan, and the services they share.
final class CallStages: Sendable {
  let timers = Timers()
  private let services: CallServices
  private let stages: [Int: CallStage]
  private let journal: CallJournal?

  /// - Parameter directory: the operation's folder.
  init(
    _ plan: Plan, _ options: RunOptions, directory: String, files: any FileSystem, observer: any RunObserver
  ) {
    let hasCalls = plan.stages.contains { if case .call = $0.work { true } else { false } }
    let journal = hasCalls ? CallJournal(directory: directory, files: files, observer: observer) : nil
    self.journal = journal
    let services = CallServices(plan, faults: options.faults, journal: journal)
    self.services = services
    var stages: [Int: CallStage] = [:]
    for (index, stage) in plan.stages.enumerated() {
      guard case .call(let step, let policy) = stage.work else { continue }
      stages[index] = CallStage(
        name: stage.name, call: PlannedCall(uses: stage.uses, step: step, policy: policy),
        services: services, classification: plan.classification, timers: timers, journal: journal,
        observer: observer)
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

  /// The circuits as a checkpoint keeps them.
  var breakers: [Checkpoint.Breaker] { services.snapshots }

  /// Continues what an earlier process left: circuits that are open, and calls between two attempts.
  func restore(_ checkpoint: Checkpoint, isFresh: Bool) throws(EngineProblem) {
    guard let journal else { return }
    try journal.open(isFresh: isFresh)
    services.restore(checkpoint.breakers ?? [], journal.current.breakers)
  }

  /// Ends what the steps have open.
  func close() async {
    for stage in stages.values { await stage.close() }
  }
}
