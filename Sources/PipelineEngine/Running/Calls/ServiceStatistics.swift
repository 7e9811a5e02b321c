import Resilience
import Synchronization

/// Counts what happens around one service; any thread, a few nanoseconds under a lock.
final class ServiceStatistics: Sendable {
  private struct State: Sendable {
    var summary: ServiceSummary
    var phaseSince: Instant
  }

  private let state: Mutex<State>

  init(name: String, isService: Bool, phase: CircuitBreakerPhase?, now: Instant) {
    var summary = ServiceSummary(name: name, isService: isService)
    summary.phase = phase
    state = Mutex(State(summary: summary, phaseSince: now))
  }

  func succeeded(nanoseconds: Int64) {
    state.withLock { state in
      state.summary.attempts += 1
      state.summary.succeeded += 1
      state.summary.latency.record(nanoseconds: nanoseconds)
    }
  }

  func failed(_ failureClass: FailureClass, nanoseconds: Int64, isTimeout: Bool) {
    state.withLock { state in
      state.summary.attempts += 1
      state.summary.failed[Int(failureClass.rawValue)] += 1
      if isTimeout { state.summary.timedOut += 1 }
      state.summary.latency.record(nanoseconds: nanoseconds)
    }
  }

  /// Notes what policies did; attempts are counted where they end.
  func note(_ event: PolicyEvent) {
    state.withLock { state in
      switch event {
      case .refused(let reason, _): state.summary.refusals[reason, default: 0] += 1
      case .injected: state.summary.injected += 1
      case .fellBack: state.summary.fallbacks += 1
      case .duplicate: state.summary.duplicates += 1
      case .gaveUp: state.summary.givenUp += 1
      case .circuit(let transition): Self.enter(transition.to, at: transition.at, &state)
      case .retrying, .recovering, .attemptFailed, .timedOut, .lateResult, .paused: break
      }
    }
  }

  /// An attempt beyond a record's first is made. One that is only planned may never be, if the circuit opens.
  func retried() { state.withLock { $0.summary.retries += 1 } }

  /// A record begins to wait, or ends (-1).
  func waits(_ change: Int = 1) { state.withLock { $0.summary.waiting += change } }

  /// A record was given up without an attempt.
  func gaveUp() { state.withLock { $0.summary.givenUp += 1 } }

  func compensated(_ succeeded: Bool) {
    state.withLock { state in
      if succeeded { state.summary.compensated += 1 } else { state.summary.compensationsFailed += 1 }
    }
  }

  /// The circuit was restored in this phase; if it is open, it opened in an earlier run.
  func restored(_ phase: CircuitBreakerPhase, at now: Instant) {
    state.withLock { state in
      let opened = state.summary.opened
      Self.enter(phase, at: now, &state)
      state.summary.opened = opened
    }
  }

  func summary(now: Instant) -> ServiceSummary {
    state.withLock { state in
      var summary = state.summary
      if let phase = summary.phase {
        summary.timeInPhase[phase, default: .zero] += state.phaseSince.duration(
          to: max(now, state.phaseSince))
      }
      return summary
    }
  }

  private static func enter(_ phase: CircuitBreakerPhase, at now: Instant, _ state: inout State) {
    if let old = state.summary.phase {
      state.summary.timeInPhase[old, default: .zero] += state.phaseSince.duration(
        to: max(now, state.phaseSince))
    }
    if phase == .open { state.summary.opened += 1 }
    state.summary.phase = phase
    state.phaseSince = now
  }
}
