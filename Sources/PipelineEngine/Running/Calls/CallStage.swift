import PipelineModel
import Resilience

/// A call with its policies, ready to be driven; made once per run, shared by all lanes.
final class CallStage: Sendable {
  let name: String
  let step: any CallStep
  let policy: CallPolicy
  let service: CallService
  let stack: Stack
  /// Records in flight at the same time.
  let slots: Slots
  /// Records that are on their way to a place of the bulkhead or have one, where nobody is refused one: whoever waits
  /// here instead of in the bulkhead's queue finds a place free, which costs less. Waiting for another attempt needs
  /// none.
  let entries: Slots?
  /// Takes over where the fallback is another service.
  let reroute: CallStage?
  /// Undoes the stage.
  let compensation: CallStage?
  /// The keys of the stage's work, where it is done once for each.
  let keys: IdempotencyKeys?
  let classification: Classification
  let timers: Timers
  /// Whether no call may be made twice: doing it again adds something, and nothing tells the other side that it is
  /// the same.
  let isSingle: Bool
  private let isCompensation: Bool
  private let observer: any RunObserver
  private let journal: CallJournal?

  init(
    name: String, call: PlannedCall, services: CallServices, classification: Classification, timers: Timers,
    journal: CallJournal?, observer: any RunObserver, isCompensation: Bool = false
  ) {
    self.name = name
    step = call.step
    policy = call.policy
    self.classification = classification
    self.timers = timers
    self.observer = observer
    self.isCompensation = isCompensation
    self.journal = journal
    service = services[call.policy.service?.name, stage: name]
    var options = call.policy.stack
    // Without a key, doing it twice is up to the step; and only the user can be sure that a key is honoured.
    if !call.step.isRepeatable, !isCompensation, !Self.sendsKey(call.policy) { options.repeats = false }
    isSingle = !options.repeats
    stack = Stack(
      options, service: service.service, injector: services.injector(call.policy.service?.name ?? name))
    let bulkhead = call.policy.service?.options.bulkhead
    let places = bulkhead?.maxConcurrent ?? 0
    slots = Slots(max(call.policy.maxInFlight, 4 * places))
    entries = bulkhead.flatMap { [count = slots.count] bulkhead in
      bulkhead.maxWait == nil && bulkhead.maxQueue >= count ? Slots(places) : nil
    }
    call.step.open { observer.observe(.note("stage `\(name)`: \($0)")) }
    let make = { (call: PlannedCall, isCompensation: Bool) in
      CallStage(
        name: name, call: call, services: services, classification: classification, timers: timers,
        journal: journal, observer: observer, isCompensation: isCompensation)
    }
    reroute = call.policy.reroute.map { make($0, false) }
    compensation = call.policy.compensation.map { make($0, true) }
    keys = options.idempotency.map { IdempotencyKeys(stage: name, $0) }
  }

  /// Writes down what must survive a loss of power before anything is done.
  func commit(_ entries: [JournalEntry]) async throws(EngineProblem) { try await journal?.commit(entries) }

  /// Writes down what happened.
  func write(_ entries: [JournalEntry]) { journal?.append(entries) }

  /// Tells what happened around the calls.
  func tell(_ notice: PolicyNotice) { observer.observe(.policy(notice)) }

  /// Whether every attempt carries a key that names the record's work.
  static func sendsKey(_ policy: CallPolicy) -> Bool {
    policy.stack.idempotency != nil || policy.compensation != nil
  }

  /// Names a record's call in the journal.
  private func journalKey(_ record: CallRecord) -> String { "\(record.messageID)/\(role)" }

  /// The call among those of its record.
  private var role: String { name + (isCompensation ? "/compensate" : service.name.map { "/\($0)" } ?? "") }

  /// How far a record's call had come in an earlier process.
  func progress(of record: CallRecord) -> CallProgress? {
    guard let call = journal?.call({ journalKey(record) }) else { return nil }
    return call.progress.resumed(saved: call.clocks, at: .now)
  }

  /// Keeps how far a call has come; nil once it has ended.
  func keep(_ progress: CallProgress?, of record: CallRecord) {
    guard let journal else { return }
    let key = journalKey(record)
    if let progress {
      journal.append(.attempts(call: key, progress, .now))
    } else {
      journal.append(.ended(call: key))
    }
  }

  /// How the call of a record that must not be made twice ended in an earlier process; nil if it may be made.
  func earlierEnd(of record: CallRecord) -> CallEnd? {
    guard isSingle, let call = journal?.singleCall(role, of: record.messageID) else { return nil }
    if case .answered(let answer) = call,
      let result = answer.result(step.substitute("null").assignments.map(\.slot))
    {
      return .success(result)
    }
    var failure = Failure(
      "OutcomeUnknown", .permanent,
      "the call to \(target) was under way when an earlier run ended, and may have been carried out; without an"
        + " idempotency key it is not made again",
      effect: .unknown)
    failure.isFinal = true
    service.statistics.gaveUp()
    tell(
      PolicyNotice(
        kind: .gaveUp, severity: .high, message: failure.message, service: service.name, stage: name,
        attempt: nil, messageID: record.messageID, traceID: record.traceID, place: record.place,
        errorType: failure.type, failureClass: failure.failureClass))
    return .failed(failure, [])
  }

  /// Notes that a call that must not be made twice is about to be made; it must not be if this can't be noted.
  func begin(_ record: CallRecord) async throws(EngineProblem) {
    if isSingle { try await commit([.sent(record: record.messageID, call: role)]) }
  }

  /// Notes what the call brought, as long as its record isn't settled.
  func answered(_ record: CallRecord, _ result: CallResult) {
    guard isSingle, let answer = SavedAnswer(result) else { return }
    write([.answered(record: record.messageID, call: role, answer)])
  }

  /// Notes that the call provably did nothing.
  func didNothing(_ record: CallRecord) {
    if isSingle { write([.unsent(record: record.messageID, call: role)]) }
  }

  /// Ends what the step, and the one that takes over, have open.
  func close() async {
    await step.close()
    await reroute?.close()
    await compensation?.close()
  }

  /// Counts and tells what a policy did.
  func note(_ event: PolicyEvent, _ record: CallRecord, _ failure: Failure?) {
    service.note(event, failure)
    guard let text = event.text(service: service.name ?? "stage \(name)", failure: failure) else { return }
    observer.observe(
      .policy(
        PolicyNotice(
          kind: text.kind, severity: text.severity, message: text.message, service: service.name,
          stage: name, attempt: text.attempt, messageID: record.messageID, traceID: record.traceID,
          place: record.place, errorType: text.isAboutError ? failure?.type : nil,
          failureClass: text.isAboutError ? failure.map { classification.classify($0).0 } : nil)))
  }
}
