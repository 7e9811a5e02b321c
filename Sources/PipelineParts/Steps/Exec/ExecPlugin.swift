import PipelineModel
import Resilience
import Synchronization

/// Keeps a plug-in running: starts it with the first record, and again after a crash, with a growing pause.
final class ExecPlugin: Sendable {
  /// The protocol's version.
  static let version = 1

  /// Which program, and what it is told.
  struct Settings: Sendable {
    var command: [String]
    var directory: String?
    var stage: String
    /// A JSON value.
    var options: String
    /// Records in one line.
    var batch: Int
    var startTimeout: Duration
    /// Whether a record may be given to the program twice, even without an idempotency key.
    var isRepeatable: Bool

    /// The first line that a program gets.
    var start: [UInt8] {
      let stage = String(decoding: JSONWriter.string(stage), as: UTF8.self)
      return Array(
        "{\"type\":\"start\",\"protocol\":\(ExecPlugin.version),\"stage\":\(stage),\"options\":\(options)}\n"
          .utf8)
    }

    /// A line with records.
    func batch(_ records: ArraySlice<[UInt8]>) -> [UInt8] {
      var line = Array("{\"type\":\"batch\",\"records\":[".utf8)
      for (index, record) in records.enumerated() {
        if index > 0 { line.append(UInt8(ascii: ",")) }
        line += record
      }
      return line + Array("]}\n".utf8)
    }
  }

  private struct State: Sendable {
    var process: PluginProcess?
    var lastID: UInt64 = 0
    var crashes = 0
    var mayStartAt: ContinuousClock.Instant?
    var log: @Sendable (String) -> Void = { _ in }
  }

  /// So many programs in a row without an answer, and records that none of them got are given up as well.
  private static let hopeless = 8

  let settings: Settings
  private let state = Mutex(State())
  private let gate = PluginGate()

  init(_ settings: Settings) { self.settings = settings }

  func open(_ log: @escaping @Sendable (String) -> Void) { state.withLock { $0.log = log } }

  /// What the plug-in makes of a record, as JSON.
  ///
  /// A program that ends or hangs with many records makes suspects of them. Within the same attempt each of them goes alone to
  /// the next program, so that only the one that does it again has failed.
  func call(
    _ record: [UInt8], _ attempt: CallAttempt, _ suspicion: PluginSuspicion
  ) async throws(Failure) -> [UInt8] {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    let line = line(id, record, attempt)
    let mayRepeat = settings.isRepeatable || attempt.idempotencyKey != nil
    guard await gate.enter(id, isCrasher: suspicion.isKnown) else { throw Self.cancelled }
    var effect = AttemptFailure.Effect.none
    let work = PluginWork(id: id, line: line, mayRepeat: mayRepeat) { isToBlame in
      attempt.isWorkedOn(isToBlame.map { suspicion.following($0) })
    }
    while true {
      switch await give(work) {
      case .value(let value):
        heard()
        gate.leave(id)
        return value
      case .failure(var failure):
        heard()
        gate.leave(id)
        if effect == .unknown { failure.effect = .unknown }
        throw failure
      case .cancelled:
        gate.leave(id)
        throw Self.cancelled
      case .notStarted(var failure):
        gate.leave(id)
        if effect == .unknown { failure.effect = .unknown }
        throw failure
      case .lost(var failure, let loss):
        attempt.isWorkedOn(nil)
        if failure.effect == .unknown { effect = .unknown }
        let isHopeless = loss == .unsent && state.withLock { $0.crashes } >= Self.hopeless
        guard loss.goesAgain(mayRepeat: mayRepeat), !isHopeless else {
          if loss == .alone { suspicion.confirm() }
          gate.leave(id)
          failure.effect = effect
          throw failure
        }
        guard await gate.enterAgain(id, after: loss) else { throw Self.cancelled }
      }
    }
  }

  private static let cancelled = Failure(
    "Cancelled", .transient, "nobody waits any more", effect: .unknown)

  /// Gives a line to the program that runs, or to a new one after the pause.
  private func give(_ work: PluginWork) async -> PluginAnswer {
    if let pause = state.withLock({ $0.process == nil ? $0.mayStartAt : nil }) {
      // Cancelled, it ends early; then the call ends early as well.
      try? await Task.sleep(until: pause, clock: .continuous)
    }
    if Task.isCancelled { return .cancelled }
    do throws(Failure) { return try await running().call(work) } catch {
      return .notStarted(error)
    }
  }

  /// A program that answers is well.
  private func heard() { state.withLock { $0.crashes = 0 } }

  /// Lets the program finish, and ends it.
  func close() async {
    let process = state.withLock { state in
      defer { state.process = nil }
      return state.process
    }
    process?.stop()
  }

  private func running() throws(Failure) -> PluginProcess {
    let result: Result<PluginProcess, Failure> = state.withLock { state in
      if let process = state.process { return .success(process) }
      do throws(Failure) {
        let process = try PluginProcess(settings, log: state.log) { [weak self] process in
          self?.ended(process)
        }
        state.process = process
        return .success(process)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// It is over: the next record starts it again, after a pause that doubles with every crash up to 5 s.
  private func ended(_ process: PluginProcess) {
    state.withLock { state in
      guard state.process === process else { return }
      state.process = nil
      let pause = Duration.milliseconds(min(5000, 100 << min(state.crashes, 6)))
      state.crashes += 1
      state.mayStartAt = .now + pause
      state.log("the plug-in has ended and will be started again in \(pause)")
    }
  }

  private func line(_ id: UInt64, _ record: [UInt8], _ attempt: CallAttempt) -> [UInt8] {
    func text(_ string: String) -> String { String(decoding: JSONWriter.string(string), as: UTF8.self) }
    let key = attempt.idempotencyKey.map { ",\"idempotency_key\":\(text($0))" } ?? ""
    return Array(
      "{\"id\":\(id),\"message_id\":\(text(attempt.messageID)),\"attempt\":\(attempt.number)\(key),\"record\":"
        .utf8)
      + record + [UInt8(ascii: "}")]
  }
}
