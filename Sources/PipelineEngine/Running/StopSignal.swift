import Synchronization

/// Asks a run to stop: first gently (drain, checkpoint), or at once.
public final class StopSignal: Sendable {
  private let reasonLock = Mutex<String?>(nil)
  private let flag = Atomic<Bool>(false)
  private let listeners = Mutex<[@Sendable () -> Void]>([])

  /// Nobody has asked yet.
  public init() {}

  /// Asks the run to finish what is in flight, to write a checkpoint and to end; the first reason counts.
  public func request(_ reason: String) {
    reasonLock.withLock { if $0 == nil { $0 = reason } }
    flag.store(true, ordering: .releasing)
    let waiting = listeners.withLock { listeners in
      defer { listeners = [] }
      return listeners
    }
    for listener in waiting { listener() }
  }

  /// Calls `body` once somebody asks, at once if somebody has.
  func whenRequested(_ body: @escaping @Sendable () -> Void) {
    listeners.withLock { $0.append(body) }
    guard isRequested else { return }
    let waiting = listeners.withLock { listeners in
      defer { listeners = [] }
      return listeners
    }
    for listener in waiting { listener() }
  }

  /// Whether somebody asked.
  public var isRequested: Bool { flag.load(ordering: .acquiring) }

  /// Why.
  public var reason: String? { reasonLock.withLock { $0 } }
}
