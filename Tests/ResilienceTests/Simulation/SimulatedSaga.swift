import Resilience

/// One record through compensated stages, killed at random instants and continued from its journal.
struct SimulatedSaga {
  private var journal: [SagaEntry] = []
  private var saga = SagaState()
  /// Stages that happened on the other side, known or not.
  private var happened: Set<Int> = []
  private var undone: [Int] = []

  init(_ random: inout SplitMix64) {
    for stage in 0..<Int.random(in: 1...6, using: &random) {
      write(.intended(stage: stage), &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: write(.notDone(stage: stage), &random)
      case 1: happened.insert(stage)  // The answer is lost.
      default:
        happened.insert(stage)
        write(.completed(stage: stage), &random)
      }
    }
    write(.abandoned, &random)
  }

  /// Undoes the stages; nil, or what is broken.
  mutating func run(_ random: inout SplitMix64) -> String? {
    var retry = RetryState(now: .zero)
    var failed: Set<Int> = []
    for _ in 0..<1000 {
      switch saga.next() {
      case .wait: return "a compensation that isn't running is waited for"
      case .finished(let reported):
        if Set(reported) != failed { return "failed \(failed), reported \(reported)" }
        let missing = happened.subtracting(undone).subtracting(failed)
        return missing.isEmpty ? nil : "stages \(missing) were never undone"
      case .compensate(let stage, let entry):
        if let last = undone.last, stage > last { return "stage \(stage) undone after \(last)" }
        if undone.last == stage, !happened.contains(stage) { return "stage \(stage) undone twice" }
        write(entry, &random)
        let outcome: Outcome =
          switch Int.random(in: 0..<8, using: &random) {
          case 0: .failure(.timeout)
          case 1: .failure(AttemptFailure(.permanent))
          case 2: .cancelled
          default: .success
          }
        if outcome == .success { undone.append(stage) }
        let end = saga.compensationEnded(
          stage: stage, outcome, retry: &retry, options: CompensationOptions(), now: .zero, random: &random)
        if end.entry == .compensationFailed(stage: stage) { failed.insert(stage) }
        if let entry = end.entry { write(entry, &random) }
      }
    }
    return "the compensations never end"
  }

  /// Journals and applies an entry; now and then the process dies right after and reads its journal.
  private mutating func write(_ entry: SagaEntry, _ random: inout SplitMix64) {
    journal.append(entry)
    saga.apply(entry)
    if Int.random(in: 0..<5, using: &random) == 0, !isCompensating(entry) {
      saga = SagaState(journal: journal)
    }
  }

  private func isCompensating(_ entry: SagaEntry) -> Bool {
    if case .compensating = entry { true } else { false }
  }
}
