import CLibCurl
import PipelineModel
import Synchronization

/// The thread that drives curl's multi interface.
///
/// Everything of curl is touched by this thread alone, but for `curl_multi_wakeup`, which is made for others.
final class HTTPLoop: Sendable {
  enum Command: Sendable {
    case start(HTTPTransfer)
    case cancel(HTTPTransfer)
  }

  private struct Shared: Sendable {
    var commands: [Command] = []
    var multi: MultiHandle?
    var isRunning = false
    var isClosed = false
  }

  /// The multi handle as other threads may have it: for waking its thread up.
  struct MultiHandle: @unchecked Sendable {
    // Unchecked because it is a pointer; `curl_multi_wakeup` is safe from any thread while the handle lives, and it
    // is taken out of `Shared` before it dies.
    let pointer: UnsafeMutableRawPointer
  }

  private let shared = Mutex(Shared())

  /// curl's own start-up, once in a process, before any thread uses it.
  private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  func post(_ command: Command) {
    let isRefused = shared.withLock { shared in
      if shared.isClosed { return true }
      shared.commands.append(command)
      if let multi = shared.multi { curl_multi_wakeup(multi.pointer) }
      if !shared.isRunning {
        shared.isRunning = true
        start()
      }
      return false
    }
    if isRefused, case .start(let transfer) = command { transfer.finish(.failure(.closed)) }
  }

  func close() {
    shared.withLock { shared in
      shared.isClosed = true
      if let multi = shared.multi { curl_multi_wakeup(multi.pointer) }
    }
  }

  private func start() {
    precondition(HTTPLoop.isReady, "libcurl can't start")
    Thread.detach { self.run() }
  }

  private func run() {
    guard let multi = curl_multi_init() else { preconditionFailure("libcurl can't start") }
    shared.withLock { $0.multi = MultiHandle(pointer: multi) }
    var transfers = HTTPTransfers(multi)
    while let commands = nextCommands() {
      for command in commands {
        switch command {
        case .start(let transfer): transfers.start(transfer)
        case .cancel(let transfer): transfers.cancel(transfer)
        }
      }
      transfers.perform()
      curl_multi_poll(multi, nil, 0, 60_000, nil)
    }
    transfers.end()
    curl_multi_cleanup(multi)
  }

  /// What others want; nil when the loop is to end.
  private func nextCommands() -> [Command]? {
    let (commands, isClosed) = shared.withLock { shared in
      defer { shared.commands = [] }
      if shared.isClosed { shared.multi = nil }
      return (shared.commands, shared.isClosed)
    }
    if !isClosed { return commands }
    for case .start(let transfer) in commands { transfer.finish(.failure(.closed)) }
    return nil
  }
}

/// The transfers of a loop, each with its handle; handles are used again.
private struct HTTPTransfers: ~Copyable {
  private let multi: UnsafeMutableRawPointer
  private var running: [ObjectIdentifier: (transfer: HTTPTransfer, handle: UnsafeMutableRawPointer)] = [:]
  private var idle: [UnsafeMutableRawPointer] = []
  /// Handles kept for the next transfers.
  private static let maximumIdle = 64

  init(_ multi: UnsafeMutableRawPointer) { self.multi = multi }

  mutating func start(_ transfer: HTTPTransfer) {
    if transfer.isCancelled {
      cancel(transfer)
      return
    }
    guard let handle = idle.popLast() ?? curl_easy_init() else {
      transfer.finish(.failure(.closed))
      return
    }
    transfer.prepare(handle)
    running[ObjectIdentifier(transfer)] = (transfer, handle)
    curl_multi_add_handle(multi, handle)
  }

  mutating func cancel(_ transfer: HTTPTransfer) {
    transfer.isCancelled = true
    if let (_, handle) = running.removeValue(forKey: ObjectIdentifier(transfer)) { release(handle) }
    transfer.finish(
      .failure(HTTPProblem(kind: .cancelled, message: "nobody waits any more", isUnsent: false)))
  }

  /// Lets curl do what it can do now, and hands over what is done.
  mutating func perform() {
    var count: Int32 = 0
    curl_multi_perform(multi, &count)
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
      let code = clibcurl_result(message)
      var context: UnsafeMutableRawPointer?
      _ = clibcurl_get_pointer(handle, CURLINFO_PRIVATE, &context)
      guard let transfer = HTTPTransfer.of(context) else { continue }
      let result = transfer.result(code, handle)
      running[ObjectIdentifier(transfer)] = nil
      release(handle)
      transfer.finish(result)
    }
  }

  mutating func end() {
    for (transfer, handle) in running.values {
      curl_multi_remove_handle(multi, handle)
      curl_easy_cleanup(handle)
      transfer.finish(.failure(.closed))
    }
    for handle in idle { curl_easy_cleanup(handle) }
    running = [:]
    idle = []
  }

  private mutating func release(_ handle: UnsafeMutableRawPointer) {
    curl_multi_remove_handle(multi, handle)
    if idle.count < Self.maximumIdle {
      curl_easy_reset(handle)
      idle.append(handle)
    } else {
      curl_easy_cleanup(handle)
    }
  }
}

extension HTTPProblem {
  fileprivate static let closed = HTTPProblem(
    kind: .cancelled, message: "the client was closed", isUnsent: true)
}
