import PipelineModel
import Resilience

extension CallStage {
  /// Takes one record's call through all layers to its end.
  ///
  /// - Parameters:
  ///   - machine: has ended the calls it took before.
  ///   - isIn: whether the record has one of the `entries`, which it gives back as soon as it has to wait.
  func drive(
    _ call: any PreparedCall, _ record: CallRecord, _ drain: Drain, _ machine: inout AttemptMachine,
    _ isIn: inout Bool
  ) async -> (end: CallEnd, claimed: String?) {
    if let end = earlierEnd(of: record) { return (end, nil) }
    let saved = progress(of: record)
    machine.restart(call: record.number(stage: name), resuming: saved)
    var isKept = saved != nil
    var history = AttemptHistory()
    var result: CallResult?
    var claimed: String?
    var event = CallEvent.start
    let latest = step.keepsWaiting ? stack.options.timeout.deadline.map { Timers.now.advanced(by: $0) } : nil
    while true {
      let now = Timers.now
      let action = machine.handle(event, now: now) { note($0, record, history.lastFailure) }
      switch action {
      case .claimKey:
        let claim = record.key.flatMap { keys?.claim($0) } ?? .new
        if claim == .new { claimed = record.key }
        event = .keyClaimed(claim)
      case .wait(let until, let reason):
        if isIn { entries?.release() }
        isIn = false
        if reason == .backoff || reason == .recovery {
          keep(machine.progress(now: Timers.now), of: record)
          isKept = true
        }
        event = await wait(until: until, reason, record, drain)
      case .waitForPermit(let ticket, let until):
        event = await waitForPermit(ticket, until: until)
      case .call(let number, let until, let fault):
        do throws(EngineProblem) { try await begin(record) } catch { return (.broken(error), claimed) }
        if number > 1 { service.statistics.retried() }
        let began = Timers.now
        let until = until == .distantFuture ? nil : until
        let limit = until.map { now.duration(to: $0) }
        let signal = await attempt(call, number, until: until, latest: latest, limit, fault, record)
        let ended = Timers.now
        let elapsed = began.nanoseconds(to: ended)
        switch signal {
        case .finished(.success(let value)):
          service.statistics.succeeded(nanoseconds: elapsed)
          result = value
          answered(record, value)
          event = .finished(attempt: number, .success)
        case .finished(.failure) where Task.isCancelled, .cancelled:
          // A failure at that moment may be the consequence of the cancellation.
          event = .cancelled
        case .timerFired where Task.isCancelled, .permitGranted where Task.isCancelled:
          event = .cancelled
        case .finished(.failure(let failure)):
          let isOver = step.keepsTime && until.map { ended >= $0 } ?? false
          let end = failed(
            failure.isTimeout || !isOver ? failure : timeout(limit), elapsed, number, record, &history)
          event =
            isOver && !isBlameless(end, limit)
            ? .timedOut(attempt: number, end.failureClass) : .finished(attempt: number, .failure(end))
        case .timerFired, .permitGranted:
          let end = failed(timeout(limit), elapsed, number, record, &history)
          event = .timedOut(attempt: number, end.failureClass)
        }
      case .finish(let verdict):
        if isKept, !verdict.isOpen { keep(nil, of: record) }
        if verdict.isOpen, let key = claimed {
          keys?.release(key)
          claimed = nil
        }
        return (end(verdict, result, history), claimed)
      case .ignore:
        preconditionFailure("a call was told something it did not wait for")
      }
    }
  }

  /// Counts a failed attempt.
  private func failed(
    _ failure: Failure, _ nanoseconds: Int64, _ number: Int, _ record: CallRecord,
    _ history: inout AttemptHistory
  ) -> AttemptFailure {
    let failureClass = classification.classify(failure).0
    history.add(failure, failureClass, attempt: number, nanoseconds: nanoseconds)
    service.statistics.failed(failureClass, nanoseconds: nanoseconds, isTimeout: failure.isTimeout)
    if failure.effect == .none { didNothing(record) }
    return AttemptFailure(failureClass, retryAfter: failure.retryAfter, effect: failure.effect)
  }

  /// Whether an attempt that was cut off at its own limit provably did nothing: then it may be made again, whatever it
  /// asks for.
  private func isBlameless(_ failure: AttemptFailure, _ limit: Duration?) -> Bool {
    failure.effect == .none && limit == stack.options.timeout.attempt
  }

  /// Takes a call that nobody has let in through all layers to its end.
  func drive(_ call: any PreparedCall, _ record: CallRecord, _ drain: Drain) async -> CallEnd {
    var isIn = false
    var machine = AttemptMachine(stack)
    return await drive(call, record, drain, &machine, &isIn).end
  }

  private func wait(
    until: Instant, _ reason: WaitReason, _ record: CallRecord, _ drain: Drain
  ) async -> CallEvent {
    let shot = OneShot<CallSignal>()
    let timer = timers.add(until) { shot.fire(.timerFired) }
    let number = drain.beginWait(record.batch, until: until)
    service.statistics.waits()
    defer {
      service.statistics.waits(-1)
      drain.endWait(number)
      timers.cancel(timer)
    }
    let signal: CallSignal
    if case .refusal = reason {
      signal = await service.waitRefused(shot)
    } else {
      signal = await shot.wait(cancelled: .cancelled)
    }
    if case .timerFired = signal, !Task.isCancelled { return .timerFired }
    return .cancelled
  }

  private func waitForPermit(_ ticket: BulkheadTicket, until: Instant) async -> CallEvent {
    let shot = OneShot<CallSignal>()
    let timer = timers.add(until) { shot.fire(.timerFired) }
    defer { timers.cancel(timer) }
    switch await service.waitForPlace(ticket, shot) {
    case .permitGranted: return Task.isCancelled ? .cancelled : .permitGranted
    case .timerFired: return Task.isCancelled ? .cancelled : .timerFired
    case .finished, .cancelled: return .cancelled
    }
  }

  /// Makes one attempt beside its timer. The one that loses is told to stop, and what it says later is dropped.
  ///
  /// - Parameter latest: when it ends in any case, of a step that keeps records waiting.
  private func attempt(
    _ call: any PreparedCall, _ number: Int, until: Instant?, latest: Instant?, _ limit: Duration?,
    _ fault: InjectedFault?, _ record: CallRecord
  ) async -> CallSignal {
    var attempt = CallAttempt(
      number: number, idempotencyKey: record.sentKey, until: until, limit: limit,
      messageID: record.messageID, traceID: record.traceID)
    if step.keepsTime, fault == nil {
      do throws(Failure) { return .finished(.success(try await call.attempt(attempt))) } catch {
        return .finished(.failure(error))
      }
    }
    let shot = OneShot<CallSignal>()
    let timers = timers
    let keepsWaiting = step.keepsWaiting && fault == nil
    let clock = AttemptClock(timers, until: keepsWaiting ? latest : until, latest: latest) {
      shot.fire(.timerFired)
    }
    defer { clock.stop() }
    if keepsWaiting, let limit = stack.options.timeout.attempt {
      attempt.isWorkedOn = { isToBlame in
        if let isToBlame { clock.begin(limit, isToBlame) } else { clock.lift() }
      }
    }
    let task = Task { [attempt] in
      do throws(Failure) {
        if let fault { try await fault.happen(timers) }
        shot.fire(.finished(.success(try await call.attempt(attempt))))
      } catch {
        shot.fire(.finished(.failure(error)))
      }
    }
    let signal = await shot.wait(cancelled: .cancelled)
    if case .finished = signal {} else { task.cancel() }
    return signal
  }

  private func timeout(_ limit: Duration?) -> Failure {
    let within = limit.map { "within \(max($0, .milliseconds(1)).shortText)" } ?? "in time"
    return Failure("TimeoutError", .transient, "no answer from \(target) \(within)", effect: .unknown)
  }

  /// What the stage calls, for messages.
  var target: String { service.name.map { "service `\($0)`" } ?? "stage `\(name)`" }

  private func end(_ verdict: Verdict, _ result: CallResult?, _ history: AttemptHistory) -> CallEnd {
    switch verdict {
    case .success: return .success(result ?? CallResult())
    case .duplicate: return .duplicate
    case .cancelled: return .cancelled
    case .pause(let end): return .pause(reason(end, history))
    case .giveUp(let end): return .failed(failure(end, history), history.attempts)
    case .fallback(let end):
      switch stack.options.fallback?.substitute {
      case .value(let json): return .fallback(json, end.effect)
      case .service: return .reroute
      case .skip, .none: return .skipped(end.effect)
      }
    }
  }

  /// The error to report: that of the last attempt, or why there was none.
  private func failure(_ end: GiveUp, _ history: AttemptHistory) -> Failure {
    var failure =
      history.lastFailure
      ?? (end.reason == .deadline
        ? Failure("DeadlineExceeded", .transient, "the deadline passed before \(target) could be called")
        : refused(end.refusal))
    failure.severity = end.severity
    failure.effect = end.effect
    if !stack.options.repeats, end.effect == .unknown {
      // A redelivery would be an attempt like any other: only a person may decide that it is made again.
      failure.isFinal = true
      if failure.failureClass == .transient || failure.failureClass == .system {
        failure.failureClass = .permanent
      }
    }
    switch end.reason {
    case .retriesExhausted, .recoveryFailed:
      failure.message += " (after \(history.count == 1 ? "1 attempt" : "\(history.count) attempts"))"
    case .maxElapsed: failure.message += " (no more attempts after `max_elapsed`)"
    case .deadline where history.lastFailure != nil:
      failure.message += " (no more attempts before the deadline)"
    case .budgetEmpty: failure.message += " (not retried: the retry budget is used up)"
    case .notRetryable where failure.isFinal && end.failureClass == .transient:
      failure.message += " (not retried: it may have been carried out, and has no idempotency key)"
    case .notRetryable, .deadline, .refused: break
    }
    return failure
  }

  /// Nobody was asked; where the circuit is the reason, the error that opened it is named.
  private func refused(_ reason: RefusalReason?) -> Failure {
    var failure = Failure(
      "CallRefused", .transient, "\(target) was not called: \(reason?.text ?? "refused")")
    if reason == .circuitOpen || reason == .probesOut, let trip = service.trip {
      failure.message += "; the error that opened it was: \(trip.message)"
    }
    return failure
  }

  private func reason(_ end: GiveUp, _ history: AttemptHistory) -> String {
    if end.reason == .recoveryFailed, let failure = history.lastFailure {
      let attempts = history.count == 1 ? "1 attempt" : "\(history.count) attempts"
      return "\(target) is not back after \(attempts) at stage `\(name)`: \(failure.message)"
    }
    let wait = stack.options.refusal.maxWait.shortText
    let cause = (history.lastFailure ?? service.trip).map { "; the last error was: \($0.message)" } ?? ""
    let refusal = end.refusal?.text ?? "refused"
    return end.refusal == .isolated
      ? "\(target) is isolated by hand, and stage `\(name)` needs it"
      : "stage `\(name)` would have to wait for \(target) longer than `max_wait` (\(wait)): "
        + refusal + probes(end.refusal) + cause
  }
}

extension CallStage {
  /// When an open circuit lets probes through.
  private func probes(_ reason: RefusalReason?) -> String {
    guard reason == .circuitOpen, let breaker = service.snapshot?.breaker, breaker.phase == .open else {
      return ""
    }
    return ", and lets probes through in \(Duration.nanoseconds(breaker.rest).shortText)"
  }
}

extension Verdict {
  /// Whether the call goes on in a later run.
  fileprivate var isOpen: Bool {
    switch self {
    case .cancelled, .pause: true
    case .success, .duplicate, .fallback, .giveUp: false
    }
  }
}

extension InjectedFault {
  /// Takes the time and throws the error that the fault is made of.
  fileprivate func happen(_ timers: Timers) async throws(Failure) {
    if let latency {
      let shot = OneShot<Void>()
      let timer = timers.add(Timers.now.advanced(by: latency)) { shot.fire(()) }
      await shot.wait(cancelled: ())
      timers.cancel(timer)
    }
    if let error { throw Failure("InjectedError", error, "a fault was injected here") }
  }
}
