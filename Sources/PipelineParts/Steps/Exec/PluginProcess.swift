import Dispatch
import Glibc
import PipelineModel
import Resilience
import Synchronization

/// One run of a plug-in: from its start to its end, with the records it has.
///
/// Three threads that block: one writes batches, one reads answers, one reads what it says on standard error.
final class PluginProcess: Sendable {
  private enum Phase: Sendable {
    case starting
    case ready
    case ended(PluginAnswer)
  }

  private struct State: Sendable {
    var phase = Phase.starting
    var queue: [PluginWork] = []
    var waiting: [UInt64: (answer: CheckedContinuation<PluginAnswer, Never>, heardBefore: Int)] = [:]
    /// What the program has and hasn't answered, with those that nobody waits for any more.
    var given: Set<UInt64> = []
    var heard = 0
    var isStopping = false
    /// What was said about its answers.
    var remarks: Set<String> = []
    /// Why the pipeline has ended the program, if it did not end by itself.
    var reason: Failure?
    /// Whether it is because somebody waited too long: even the last one without an answer may be innocent then.
    var isHung = false
  }

  /// The most remarks about the answers of one program.
  private static let mostRemarks = 16

  private let child: ChildProcess
  private let settings: ExecPlugin.Settings
  private let log: @Sendable (String) -> Void
  private let ended: @Sendable (PluginProcess) -> Void
  private let state = Mutex(State())
  private let bell = DispatchSemaphore(value: 0)

  /// Starts the program.
  ///
  /// - Parameter ended: told, once, when it is over.
  init(
    _ settings: ExecPlugin.Settings, log: @escaping @Sendable (String) -> Void,
    ended: @escaping @Sendable (PluginProcess) -> Void
  ) throws(Failure) {
    switch ChildProcess.start(settings.command, directory: settings.directory) {
    case .success(let child): self.child = child
    case .failure(let problem):
      throw Failure(
        "PluginError", .system, "the program `\(settings.command[0])` can't be started: \(problem.message)")
    }
    self.settings = settings
    self.log = log
    self.ended = ended
    Thread.detach { self.write() }
    Thread.detach { self.read() }
    Thread.detach { self.readErrors() }
    let milliseconds = Int(settings.startTimeout / .milliseconds(1))
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [weak self] in
      self?.giveUpStart()
    }
  }

  /// Gives it a record, once it is ready, and waits for what it makes of it.
  func call(_ work: PluginWork) async -> PluginAnswer {
    let id = work.id
    return await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<PluginAnswer, Never>) in
        let refusal: PluginAnswer? = state.withLock { state in
          if case .ended(let answer) = state.phase { return answer }
          state.waiting[id] = (continuation, state.heard)
          state.queue.append(work)
          return nil
        }
        if let refusal { continuation.resume(returning: refusal) } else { bell.signal() }
        if Task.isCancelled { cancel(id) }
      }
    } onCancel: {
      cancel(id)
    }
  }

  /// Lets it finish, then ends it.
  func stop() {
    state.withLock { $0.isStopping = true }
    bell.signal()
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(5)) { [weak self] in
      self?.end(SIGTERM)
    }
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(10)) { [weak self] in
      self?.end(SIGKILL)
    }
  }

  /// The time limit of a record is over. Had the program others as well, nobody knows which of them holds it up: it is
  /// ended, and each goes alone to the next one.
  ///
  /// - Returns: whether it is this record that took the time.
  private func isToBlame(_ work: PluginWork) -> Bool {
    let (isToBlame, isHung): (Bool, Bool) = state.withLock { state in
      // Otherwise it is answered, or will go again with all that the program has lost.
      guard case .ready = state.phase, state.reason == nil, state.waiting[work.id] != nil else {
        return (false, false)
      }
      if !work.mayRepeat || state.given.count == 1 { return (true, false) }
      state.reason = .hung
      state.isHung = true
      return (false, true)
    }
    if isHung { end(because: .hung) }
    return isToBlame
  }

  /// Nobody waits for this record any more. If the program has nothing else or has said nothing since it got it, it
  /// hangs.
  private func cancel(_ id: UInt64) {
    let (answer, isStuck): (CheckedContinuation<PluginAnswer, Never>?, Bool) = state.withLock { state in
      guard let (answer, heardBefore) = state.waiting.removeValue(forKey: id) else { return (nil, false) }
      let wasSent = !state.queue.contains { $0.id == id }
      state.queue.removeAll { $0.id == id }
      let isQuiet = heardBefore == state.heard || state.given == [id]
      return (answer, wasSent && isQuiet && !state.isStopping)
    }
    answer?.resume(returning: .cancelled)
    if isStuck { end(SIGKILL) }
  }

  private func giveUpStart() {
    if case .starting = state.withLock({ $0.phase }) {
      end(because: .notReady(within: settings.startTimeout))
    }
  }

  /// Ends it for a reason that its records are told.
  private func end(because reason: Failure) {
    state.withLock { if $0.reason == nil { $0.reason = reason } }
    log(reason.message)
    end(SIGKILL)
  }

  /// Sends a signal, unless it has ended and its number may be somebody else's.
  private func end(_ signal: Int32) {
    state.withLock { state in
      if case .ended = state.phase { return }
      child.signal(signal)
    }
  }

  // MARK: threads

  private func write() {
    defer { close(child.input) }
    guard send(settings.start) else { return }
    while true {
      bell.wait()
      while let lines = nextLines() {
        guard send(settings.batch(lines[...])) else { return }
      }
      let isOver = state.withLock { state in
        if case .ended = state.phase { return true }
        return state.isStopping
      }
      if isOver {
        _ = send(Array("{\"type\":\"stop\"}\n".utf8))
        return
      }
    }
  }

  /// The records of the next line; they count as given from now on.
  private func nextLines() -> [[UInt8]]? {
    let next = state.withLock { state in
      let next = Array(state.queue.prefix(settings.batch))
      guard case .ready = state.phase, !next.isEmpty else { return next[..<0] }
      state.queue.removeFirst(next.count)
      state.given.formUnion(next.map(\.id))
      return next[...]
    }
    if next.isEmpty { return nil }
    // Before the writing: a program that doesn't read holds that up for ever.
    for work in next { work.isWorkedOn { [weak self] in self?.isToBlame(work) ?? false } }
    return next.map(\.line)
  }

  private func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(child.input, $0.baseAddress.map { $0 + sent }, bytes.count - sent)
      }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return false }
      sent += count
    }
    return true
  }

  private func read() {
    var reader = LineReader(child.output)
    reading: while let line = reader.next() {
      if line.isEmpty { continue }
      switch PluginMessage(line) {
      case .ready(let version): ready(version)
      case .result(let id, let value): answer(id, .value(value))
      case .failure(let id, let failure, let unknown):
        if let unknown { remark("the plug-in named \(unknown): there is no such name") }
        answer(id, .failure(failure))
      case .log(let message): log(message)
      case .invalid(let what):
        // Whatever it meant, some record may wait for it for ever.
        end(because: .brokenProtocol("the plug-in sent \(what)"))
        break reading
      }
    }
    // It closed its output: it has ended, or can't be of use any more.
    child.signal(SIGTERM)
    let how = child.wait()
    finish(how)
  }

  private func readErrors() {
    var reader = LineReader(child.errors)
    while let line = reader.next() { log(String(decoding: line.prefix(4096), as: UTF8.self)) }
  }

  private func ready(_ version: Int) {
    guard version == ExecPlugin.version else { return end(because: .otherVersion(version)) }
    state.withLock { if case .starting = $0.phase { $0.phase = .ready } }
    bell.signal()
  }

  private func answer(_ id: UInt64, _ answer: PluginAnswer) {
    var isExpected = false
    let waiting = state.withLock { state in
      isExpected = state.given.remove(id) != nil
      if isExpected { state.heard += 1 }
      return isExpected ? state.waiting.removeValue(forKey: id) : nil
    }
    waiting?.answer.resume(returning: answer)
    if !isExpected {
      remark("the plug-in answered a record that it doesn't have, or answered it twice; that is dropped")
    }
  }

  /// Logs what a program may do with every record, once.
  private func remark(_ text: String) {
    let isNew = state.withLock { state in
      state.remarks.count < PluginProcess.mostRemarks && state.remarks.insert(text).inserted
    }
    if isNew { log(text) }
  }

  private func finish(_ how: String) {
    let reason =
      state.withLock { $0.reason } ?? Failure("PluginCrashed", .transient, "the plug-in ended (\(how))")
    func failure(_ effect: AttemptFailure.Effect) -> Failure {
      var failure = reason
      failure.effect = effect
      return failure
    }
    let old = state.withLock { state in
      defer {
        var wasReady = false
        if case .ready = state.phase { wasReady = true }
        state = State()
        state.phase = .ended(wasReady ? .lost(failure(.none), .unsent) : .notStarted(failure(.none)))
      }
      return state
    }
    bell.signal()
    // First: whoever learns of the end may start the next program at once.
    ended(self)
    for (id, waiting) in old.waiting {
      if case .ready = old.phase {
        let loss: PluginLoss =
          !old.given.contains(id) ? .unsent : old.given.count > 1 || old.isHung ? .together : .alone
        waiting.answer.resume(returning: .lost(failure(loss == .unsent ? .none : .unknown), loss))
      } else {
        waiting.answer.resume(returning: .notStarted(failure(.none)))
      }
    }
  }
}
