import Dispatch
import Testing

/// Runs tests that wait for processes on threads of their own: the others share as many threads as there are cores,
/// and would stand still meanwhile.
struct OwnThread: SuiteTrait, TestTrait, TestScoping {
  private final class Threads: TaskExecutor {
    private let queue = DispatchQueue(label: "tests that block", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
  }

  private static let threads = Threads()

  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(Self.threads) { try await function() }
  }
}

extension Trait where Self == OwnThread {
  /// On a thread of its own; together with `.serialized`.
  static var ownThread: Self { OwnThread() }
}
