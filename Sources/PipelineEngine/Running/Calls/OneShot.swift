import Synchronization

/// Takes the first of several signals to the one who waits for it; later ones are dropped.
final class OneShot<Value: Sendable>: Sendable {
  private enum State: Sendable {
    case open
    case waiting(UnsafeContinuation<Value, Never>)
    case fired(Value)
    case taken
  }

  private let state = Mutex(State.open)

  /// Signals; false if another signal came first.
  @discardableResult
  func fire(_ value: Value) -> Bool {
    let (isFirst, waiter): (Bool, UnsafeContinuation<Value, Never>?) = state.withLock { state in
      switch state {
      case .open:
        state = .fired(value)
        return (true, nil)
      case .waiting(let continuation):
        state = .taken
        return (true, continuation)
      case .fired, .taken: return (false, nil)
      }
    }
    waiter?.resume(returning: value)
    return isFirst
  }

  /// The first signal; asked once.
  func wait() async -> Value {
    await withUnsafeContinuation { continuation in
      let value: Value? = state.withLock { state in
        if case .fired(let value) = state {
          state = .taken
          return value
        }
        state = .waiting(continuation)
        return nil
      }
      if let value { continuation.resume(returning: value) }
    }
  }

  /// The first signal, or `value` as soon as the waiting task is cancelled.
  func wait(cancelled value: Value) async -> Value {
    await withTaskCancellationHandler {
      await wait()
    } onCancel: {
      fire(value)
    }
  }
}
