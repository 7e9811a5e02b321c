import Resilience

/// One line of an operation's journal: what must survive the process at once, not only at the next checkpoint.
enum JournalEntry: Sendable, Codable, Equatable {
  /// A circuit changed its phase.
  case breaker(service: String, CircuitBreakerSnapshot)
  /// A call has failed and waits for its next attempt.
  case attempts(call: String, CallProgress, ClockReading)
  /// A call has ended, one way or another.
  case ended(call: String)
}

/// What the lines of a journal add up to.
struct JournalState: Sendable, Equatable {
  /// A call that waits for its next attempt.
  struct Call: Sendable, Equatable {
    var progress: CallProgress
    var clocks: ClockReading
  }

  private(set) var breakers: [String: CircuitBreakerSnapshot] = [:]
  private(set) var calls: [String: Call] = [:]

  mutating func apply(_ entry: JournalEntry) {
    switch entry {
    case .breaker(let service, let snapshot): breakers[service] = snapshot
    case .attempts(let call, let progress, let clocks): calls[call] = Call(progress: progress, clocks: clocks)
    case .ended(let call): calls[call] = nil
    }
  }

  /// The fewest lines that add up to the same.
  var entries: [JournalEntry] {
    breakers.sorted { $0.key < $1.key }.map { .breaker(service: $0.key, $0.value) }
      + calls.sorted { $0.key < $1.key }.map { .attempts(call: $0.key, $0.value.progress, $0.value.clocks) }
  }
}
