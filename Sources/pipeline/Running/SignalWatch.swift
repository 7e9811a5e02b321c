import Dispatch
import Glibc
import PipelineEngine
import Resilience
import Synchronization

/// Turns SIGINT and SIGTERM into a request to stop; a second one ends the process.
final class SignalWatch: Sendable {
  /// The watch over a run that began before its arguments were read.
  @TaskLocal static var early: SignalWatch?

  /// What the first signal asks to stop.
  let stop: StopSignal
  // Unsafe to the compiler only: Dispatch allows its sources to be cancelled from any thread.
  nonisolated(unsafe) private let sources: [any DispatchSourceSignal]
  private let news: News

  /// Comes back once signals are watched for.
  init() {
    let queue = DispatchQueue(label: "signals")
    let watching = DispatchGroup()
    let (stop, news) = (StopSignal(), News())
    sources = [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM")].map { number, name in
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        switch news.signalled(at: Instant(nanoseconds: Int64(DispatchTime.now().uptimeNanoseconds))) {
        case .stop:
          stop.request(name)
          news.spread(name)
        case .ignore: break
        // 128 + the signal's number is what a shell reports for a process that a signal ended.
        case .exit: _exit(128 + number)
        }
      }
      watching.enter()
      source.setRegistrationHandler { watching.leave() }
      source.activate()
      return source
    }
    self.stop = stop
    self.news = news
    // Until a source is registered, its signal would end the process.
    watching.wait()
  }

  /// Calls `listener` with the name of the first signal, at once if it came already.
  func tell(_ listener: @escaping @Sendable (_ signal: String) -> Void) { news.tell(listener) }

  deinit { for source in sources { source.cancel() } }
}

/// The first signal, and who wants to hear of it.
private final class News: Sendable {
  private struct State {
    var requests = StopRequests()
    var signal: String?
    var listener: (@Sendable (String) -> Void)?
  }

  private let state = Mutex(State())

  func signalled(at now: Instant) -> StopRequests.Action { state.withLock { $0.requests.signalled(at: now) } }

  func spread(_ signal: String) {
    let listener = state.withLock { state in
      state.signal = signal
      return state.listener
    }
    listener?(signal)
  }

  func tell(_ listener: @escaping @Sendable (String) -> Void) {
    let signal = state.withLock { state in
      state.listener = listener
      return state.signal
    }
    if let signal { listener(signal) }
  }
}
