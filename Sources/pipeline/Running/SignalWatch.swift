import Dispatch
import Glibc
import Synchronization

/// Turns SIGINT and SIGTERM into a request to stop; a second one ends the process at once.
final class SignalWatch {
  private let sources: [any DispatchSourceSignal]

  init(_ request: @escaping @Sendable (_ signal: String) -> Void) {
    let queue = DispatchQueue(label: "signals")
    let asked = Asked()
    sources = [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM")].map { number, name in
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        // 128 + the signal's number is what a shell reports for a process that a signal ended.
        if asked.before() { _exit(128 + number) }
        request(name)
      }
      source.activate()
      return source
    }
  }

  deinit { for source in sources { source.cancel() } }
}

/// Remembers whether something was asked before.
private final class Asked: Sendable {
  private let flag = Atomic<Bool>(false)

  func before() -> Bool { flag.exchange(true, ordering: .relaxed) }
}
