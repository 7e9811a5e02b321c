import PipelineModel
import Resilience

/// A policy's event in words.
struct PolicyEventText {
  var kind: PolicyNotice.Kind
  var severity: Severity
  var message: String
  var attempt: Int?
  var isAboutError = false
}

extension PolicyEvent {
  /// The event for the log; nil for what only counts.
  ///
  /// - Parameters:
  ///   - service: the service's name, or words for a stage without one.
  ///   - failure: the last error of the call.
  func text(service: String, failure: Failure?) -> PolicyEventText? {
    switch self {
    case .attemptFailed(let attempt, _):
      return PolicyEventText(
        kind: failure?.isTimeout == true ? .timedOut : .failed, severity: .low,
        message: failure?.message ?? "the attempt failed", attempt: attempt, isAboutError: true)
    case .timedOut(let attempt):
      return PolicyEventText(
        kind: .timedOut, severity: .low, message: failure?.message ?? "no answer in time", attempt: attempt,
        isAboutError: true)
    case .retrying(let attempt, let at):
      return PolicyEventText(
        kind: .retry, severity: .info,
        message: "attempt \(attempt) follows in \(max(.zero, Timers.now.duration(to: at)).shortText)",
        attempt: attempt)
    case .recovering(let attempt, let at):
      return PolicyEventText(
        kind: .recovering, severity: .high,
        message:
          "attempt \(attempt) to reconnect follows in \(max(.zero, Timers.now.duration(to: at)).shortText)",
        attempt: attempt, isAboutError: true)
    case .circuit(let transition): return transition.text(service: service)
    case .refused(let reason, _):
      return PolicyEventText(kind: .refused, severity: .info, message: "turned away: \(reason.text)")
    case .injected(let attempt, _):
      return PolicyEventText(
        kind: .injected, severity: .info, message: "a fault was injected", attempt: attempt)
    case .fellBack(let end):
      return PolicyEventText(
        kind: .fallback, severity: .medium, message: "the fallback takes the place of the call",
        attempt: end.attempt, isAboutError: failure != nil)
    case .duplicate(let claim):
      return PolicyEventText(
        kind: .duplicate, severity: .info,
        message: claim == .done
          ? "a duplicate was skipped: its work is done" : "a duplicate was skipped: its work is being done")
    case .gaveUp(let end):
      return PolicyEventText(
        kind: .gaveUp, severity: end.severity,
        message: "given up (\(end.reason.rawValue))" + (failure.map { ": \($0.message)" } ?? ""),
        attempt: end.attempt, isAboutError: true)
    case .paused:
      return PolicyEventText(kind: .paused, severity: .critical, message: "the run stops at a checkpoint")
    case .lateResult: return nil
    }
  }
}

extension Failure {
  /// Whether a limit of time was reached, by whoever kept it.
  var isTimeout: Bool { type == "TimeoutError" }
}

extension CircuitBreakerTransition {
  fileprivate func text(service: String) -> PolicyEventText {
    switch to {
    case .open:
      let rest = until.map { " for \(at.duration(to: $0).shortText)" } ?? ""
      return PolicyEventText(
        kind: .opened, severity: .high,
        message: "the circuit of `\(service)` opened\(rest): \(cause.text)")
    case .halfOpen:
      return PolicyEventText(
        kind: .halfOpen, severity: .medium, message: "the circuit of `\(service)` lets probes through")
    case .closed, .disabled:
      return PolicyEventText(
        kind: .closed, severity: .info, message: "the circuit of `\(service)` closed: \(cause.text)")
    case .isolated:
      return PolicyEventText(
        kind: .opened, severity: .high, message: "the circuit of `\(service)` was isolated by hand")
    }
  }
}

extension CircuitBreakerTransition.Cause {
  fileprivate var text: String {
    switch self {
    case .consecutiveFailures: "too many failures in a row"
    case .failureRate: "too large a share of failures"
    case .slowCalls: "too many slow calls"
    case .probeFailed: "a probe failed"
    case .breakEnded: "the break is over"
    case .probesSucceeded: "the probes succeeded"
    case .forced: "by hand or from a checkpoint"
    }
  }
}

extension RefusalReason {
  /// For people.
  var text: String {
    switch self {
    case .circuitOpen: "its circuit is open"
    case .probesOut: "its circuit is half-open and all probes are out"
    case .isolated: "its circuit is isolated by hand"
    case .rateLimited: "its rate limit has no place in time"
    case .bulkheadFull: "its bulkhead is full"
    case .byPart: "the step turned it away"
    }
  }
}

extension Duration {
  /// A duration for people: `250ms`, `2s`, `1m30s`.
  var shortText: String {
    let milliseconds = saturatingNanoseconds / 1_000_000
    if milliseconds < 1000 { return "\(milliseconds)ms" }
    if milliseconds < 60_000 {
      let tenths = milliseconds % 1000 / 100
      return tenths == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds / 1000).\(tenths)s"
    }
    let seconds = milliseconds / 1000
    return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds / 60)m\(seconds % 60)s"
  }
}
