import Synchronization

extension Mutex where Value: ~Copyable {
  /// Locks for a body of a few nanoseconds: tries some times before it lets the kernel put the thread to
  /// sleep.
  ///
  /// On Linux a contended `Mutex` goes to the kernel at once, which costs a thousand times what it waits for
  /// here and halved the throughput of two threads.
  borrowing func withShortLock<Result>(_ body: (inout sending Value) -> sending Result) -> sending Result {
    for _ in 0..<100 {
      if let result = withLockIfAvailable(body) { return result }
    }
    return withLock(body)
  }
}
