import CLibCurl
import PipelineModel
import Synchronization

/// The thread that drives curl's multi interface, and runs the tasks that prefer it in between.
///
/// Everything of curl is touched by this thread alone, but for `curl_multi_wakeup`, which is made for others. The thread
/// begins when there is something to do; once the loop is closed, it ends when there is nothing left.
final class HTTPLoop: TaskExecutor {
  enum Command: Sendable {
    case start(HTTPTransfer)
    case cancel(HTTPTransfer)
  }

  /// What others want of the thread.
  private struct Work: Sendable {
    var commands: [Command] = []
    var jobs: [UnownedJob] = []

    var isEmpty: Bool { commands.isEmpty && jobs.isEmpty }

    mutating func removeAll() {
      commands.removeAll(keepingCapacity: true)
      jobs.removeAll(keepingCapacity: true)
    }
  }

  private struct Shared: Sendable {
    var work = Work()
    var multi: MultiHandle?
    var isRunning = false
    /// Whether the thread sleeps, or is about to, and must be woken.
    var isWaiting = false
    var isClosed = false

    /// A thread that is busy looks for itself, and waking it up costs more than a request does.
    mutating func wake() {
      guard isWaiting, let multi else { return }
      isWaiting = false
      curl_multi_wakeup(multi.pointer)
    }
  }

  /// The multi handle as other threads may have it: for waking its thread up.
  struct MultiHandle: @unchecked Sendable {
    // Unchecked because it is a pointer; `curl_multi_wakeup` is safe from any thread while the handle lives, and it
    // is taken out of `Shared` before it dies.
    let pointer: UnsafeMutableRawPointer
  }

  private let shared = Mutex(Shared())

  /// Connections that are kept open.
  private static let maximumConnections = 256
  /// How often tasks come first when they keep making work for each other, before the transfers have their turn.
  private static let maximumRounds = 16

  /// curl's own start-up, once in a process, before any thread uses it.
  private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  func post(_ command: Command) {
    let isRefused = shared.withLock { shared in
      if shared.isClosed { return true }
      shared.work.commands.append(command)
      wake(&shared)
      return false
    }
    if isRefused, case .start(let transfer) = command { transfer.finish(.failure(.closed)) }
  }

  /// Runs a task's next piece on the thread, even after the loop was closed: the task must come to its end.
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    shared.withLock { shared in
      shared.work.jobs.append(job)
      wake(&shared)
    }
  }

  func close() {
    shared.withLock { shared in
      shared.isClosed = true
      shared.wake()
    }
  }

  private func wake(_ shared: inout Shared) {
    if shared.isRunning { return shared.wake() }
    shared.isRunning = true
    precondition(HTTPLoop.isReady, "libcurl can't start")
    Thread.detach { self.run() }
  }

  private func run() {
    guard let multi = curl_multi_init() else { preconditionFailure("libcurl can't start") }
    // By default curl keeps four times as many connections as there are requests right now, so that it closes them
    // whenever there are few.
    clibcurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, HTTPLoop.maximumConnections)
    shared.withLock { $0.multi = MultiHandle(pointer: multi) }
    var transfers = HTTPTransfers(multi)
    var work = Work()
    repeat {
      var rounds = 0
      repeat {
        take(&work)
        for job in work.jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
        for command in work.commands {
          switch command {
          case .start(let transfer): transfers.start(transfer)
          case .cancel(let transfer): transfers.cancel(transfer)
          }
        }
        rounds += 1
      } while !work.jobs.isEmpty && rounds < Self.maximumRounds
      transfers.perform()
      if mayWait() { curl_multi_poll(multi, nil, 0, 60_000, nil) }
      if isClosed { transfers.end() }
    } while !mayEnd()
    curl_multi_cleanup(multi)
  }

  /// Takes what others want.
  private func take(_ work: inout Work) {
    work.removeAll()
    shared.withLock { shared in
      shared.isWaiting = false
      swap(&shared.work, &work)
    }
  }

  /// Whether there is nothing to do until curl or somebody else says so.
  private func mayWait() -> Bool {
    shared.withLock { shared in
      shared.isWaiting = shared.work.isEmpty && !shared.isClosed
      return shared.isWaiting
    }
  }

  private var isClosed: Bool { shared.withLock { $0.isClosed } }

  /// Whether the loop is closed and nothing is left to do; the next piece of a task then begins another thread.
  private func mayEnd() -> Bool {
    shared.withLock { shared in
      guard shared.isClosed, shared.work.isEmpty else { return false }
      shared.multi = nil
      shared.isRunning = false
      return true
    }
  }
}

extension HTTPProblem {
  static let closed = HTTPProblem(kind: .cancelled, message: "the client was closed", isUnsent: true)
}
