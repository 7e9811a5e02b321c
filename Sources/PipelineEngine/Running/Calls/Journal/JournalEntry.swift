import Resilience

/// One line of an operation's journal: what must survive the process at once, not only at the next checkpoint.
enum JournalEntry: Sendable, Codable, Equatable {
  /// A circuit changed its phase.
  case breaker(service: String, CircuitBreakerSnapshot)
  /// A call has failed and waits for its next attempt.
  case attempts(call: String, CallProgress, Resilience.ClockReading)
  /// A call has ended, one way or another.
  case ended(call: String)
  /// A record passed a stage that can be undone, or a stage of it was undone.
  case saga(record: String, SagaEntry)
  /// The call that undoes a stage of a record.
  case undo(record: String, stage: Int, String)
  /// A record was given up, and its stages are to be undone.
  case abandoned(record: String, Abandonment)
  /// A call that must not be made twice is about to be made.
  case sent(record: String, call: String)
  /// It provably did nothing, so that it may be made again.
  case unsent(record: String, call: String)
  /// It was answered.
  case answered(record: String, call: String, SavedAnswer)
  /// A record is settled for good.
  case settled(record: String)
}

/// What the lines of a journal add up to.
struct JournalState: Sendable, Equatable {
  /// A call that waits for its next attempt.
  struct Call: Sendable, Equatable {
    var progress: CallProgress
    var clocks: Resilience.ClockReading
  }

  /// A record with stages that can be undone.
  struct Saga: Sendable, Equatable {
    var entries: [SagaEntry] = []
    var undo: [Int: String] = [:]
    var abandonment: Abandonment?
  }

  /// A call that must not be made twice.
  enum SingleCall: Sendable, Equatable {
    /// It may have been carried out.
    case sent
    case answered(SavedAnswer)
  }

  private(set) var sagas: [String: Saga] = [:]
  /// By record and call.
  private(set) var singleCalls: [String: [String: SingleCall]] = [:]
  private(set) var breakers: [String: CircuitBreakerSnapshot] = [:]
  private(set) var calls: [String: Call] = [:]

  mutating func apply(_ entry: JournalEntry) {
    switch entry {
    case .breaker(let service, let snapshot): breakers[service] = snapshot
    case .attempts(let call, let progress, let clocks): calls[call] = Call(progress: progress, clocks: clocks)
    case .ended(let call): calls[call] = nil
    case .saga(let record, let entry): sagas[record, default: Saga()].entries.append(entry)
    case .undo(let record, let stage, let saved): sagas[record, default: Saga()].undo[stage] = saved
    case .abandoned(let record, let why): sagas[record, default: Saga()].abandonment = why
    case .sent(let record, let call): singleCalls[record, default: [:]][call] = .sent
    case .unsent(let record, let call): singleCalls[record]?[call] = nil
    case .answered(let record, let call, let answer):
      singleCalls[record, default: [:]][call] = .answered(answer)
    case .settled(let record):
      sagas[record] = nil
      singleCalls[record] = nil
    }
  }

  /// The fewest lines that add up to the same.
  var entries: [JournalEntry] {
    breakers.sorted { $0.key < $1.key }.map { .breaker(service: $0.key, $0.value) }
      + calls.sorted { $0.key < $1.key }.map { .attempts(call: $0.key, $0.value.progress, $0.value.clocks) }
      + sagas.sorted { $0.key < $1.key }.flatMap { record, saga in
        saga.entries.map { JournalEntry.saga(record: record, $0) }
          + saga.undo.sorted { $0.key < $1.key }.map { .undo(record: record, stage: $0.key, $0.value) }
          + (saga.abandonment.map { [.abandoned(record: record, $0)] } ?? [])
      }
      + singleCalls.sorted { $0.key < $1.key }.flatMap { record, calls in
        calls.sorted { $0.key < $1.key }.map { call, state -> JournalEntry in
          switch state {
          case .sent: .sent(record: record, call: call)
          case .answered(let answer): .answered(record: record, call: call, answer)
          }
        }
      }
  }

  /// Whether records are named whose calls may have had effects, so that forgetting it would lose track of them.
  var holdsEffects: Bool { !sagas.isEmpty || !singleCalls.isEmpty }
}
