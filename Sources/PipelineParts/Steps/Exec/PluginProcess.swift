import Dispatch
import Glibc
import PipelineModel
import Resilience
import Synchronization

/// One run of a plug-in: from its start to its end, with the records it has.
///
/// Three threads that block: one writes batches, one reads answers, one reads what it says on standard error.
final class PluginProcess: Sendable {
  typealias Answer = Result<[UInt8], Failure>

  private enum Phase: Sendable {
    case starting
    case ready
    case ended(Failure)
  }

  private struct State: Sendable {
    var phase = Phase.starting
    var queue: [(id: UInt64, line: [UInt8])] = []
    var waiting: [UInt64: (answer: CheckedContinuation<Answer, Never>, heardBefore: Int)] = [:]
    var heard = 0
    var isStopping = false
  }

  private let child: ChildProcess
  private let settings: ExecPlugin.Settings
  private let log: @Sendable (String) -> Void
  private let ended: @Sendable (PluginProcess, _ wasReady: Bool) -> Void
  private let state = Mutex(State())
  private let bell = DispatchSemaphore(value: 0)

  /// Starts the program.
  ///
  /// - Parameter ended: told, once, when it is over.
  init(
    _ settings: ExecPlugin.Settings, log: @escaping @Sendable (String) -> Void,
    ended: @escaping @Sendable (PluginProcess, _ wasReady: Bool) -> Void
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
  func call(_ id: UInt64, _ line: [UInt8]) async throws(Failure) -> [UInt8] {
    let answer = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Answer, Never>) in
        let refusal: Failure? = state.withLock { state in
          if case .ended(let failure) = state.phase { return failure }
          state.waiting[id] = (continuation, state.heard)
          state.queue.append((id, line))
          return nil
        }
        if let refusal { continuation.resume(returning: .failure(refusal)) } else { bell.signal() }
        if Task.isCancelled { cancel(id) }
      }
    } onCancel: {
      cancel(id)
    }
    return try answer.get()
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

  /// Nobody waits for this record any more. If the program has said nothing since it got it, it hangs.
  private func cancel(_ id: UInt64) {
    let (answer, isStuck): (CheckedContinuation<Answer, Never>?, Bool) = state.withLock { state in
      guard let (answer, heardBefore) = state.waiting.removeValue(forKey: id) else { return (nil, false) }
      let wasSent = !state.queue.contains { $0.id == id }
      state.queue.removeAll { $0.id == id }
      return (answer, wasSent && heardBefore == state.heard && !state.isStopping)
    }
    answer?.resume(returning: .failure(Failure("Cancelled", .transient, "nobody waits any more")))
    if isStuck { end(SIGKILL) }
  }

  private func giveUpStart() {
    if case .starting = state.withLock({ $0.phase }) { end(SIGKILL) }
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
      let (lines, isOver): ([[UInt8]], Bool) = state.withLock { state in
        switch state.phase {
        case .ended: return ([], true)
        case .starting: return ([], state.isStopping)
        case .ready: break
        }
        let lines = state.queue.map(\.line)
        state.queue = []
        return (lines, state.isStopping)
      }
      var rest = lines[...]
      while !rest.isEmpty {
        guard send(settings.batch(rest.prefix(settings.batch))) else { return }
        rest = rest.dropFirst(settings.batch)
      }
      if isOver {
        _ = send(Array("{\"type\":\"stop\"}\n".utf8))
        return
      }
    }
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
    while let line = reader.next() {
      if line.isEmpty { continue }
      switch PluginMessage(line) {
      case .ready(let version): ready(version)
      case .result(let id, let value): answer(id, .success(value))
      case .failure(let id, let failure): answer(id, .failure(failure))
      case .log(let message): log(message)
      case .invalid(let what): log("the plug-in sent \(what)")
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
    guard version == ExecPlugin.version else {
      log("the plug-in speaks version \(version) of the protocol, and this is version \(ExecPlugin.version)")
      end(SIGKILL)
      return
    }
    state.withLock { if case .starting = $0.phase { $0.phase = .ready } }
    bell.signal()
  }

  private func answer(_ id: UInt64, _ answer: Answer) {
    let waiting = state.withLock { state in
      state.heard += 1
      return state.waiting.removeValue(forKey: id)
    }
    waiting?.answer.resume(returning: answer)
  }

  private func finish(_ how: String) {
    let (waiting, queued, wasReady): ([UInt64: CheckedContinuation<Answer, Never>], Set<UInt64>, Bool) =
      state.withLock { state in
        defer {
          state.waiting = [:]
          state.queue = []
        }
        var wasReady = false
        if case .ready = state.phase { wasReady = true }
        state.phase = .ended(Self.ended(how, effect: .none))
        return (state.waiting.mapValues(\.answer), Set(state.queue.map(\.id)), wasReady)
      }
    bell.signal()
    for (id, answer) in waiting {
      answer.resume(returning: .failure(Self.ended(how, effect: queued.contains(id) ? .none : .unknown)))
    }
    ended(self, wasReady)
  }

  private static func ended(_ how: String, effect: AttemptFailure.Effect) -> Failure {
    Failure("PluginCrashed", .transient, "the plug-in ended (\(how))", effect: effect)
  }
}
