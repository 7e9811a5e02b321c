import Synchronization

/// A reader that has begun before the run, to be taken once: the standard input whose header the plan needed.
final class StartedReader: Sendable {
  private let reader: Mutex<InputReader?>

  init(_ reader: InputReader?) { self.reader = Mutex(reader) }

  func take() -> InputReader? {
    reader.withLock { reader in
      defer { reader = nil }
      return reader
    }
  }
}
