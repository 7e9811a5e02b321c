import Synchronization

/// Sends requests, any number at the same time, from one thread of its own; connections are kept open and reused.
///
/// The thread begins with the first request and ends when the client is closed or goes away.
final class HTTPClient: Sendable {
  private let loop = Mutex(HTTPLoop())

  /// The client's thread: tasks that prefer it send requests and get their answers without a change of threads.
  var executor: any TaskExecutor { loop.withLock { $0 } }

  deinit { loop.withLock { $0.close() } }

  /// Sends a request and waits for the whole answer. A task that is cancelled gets `.cancelled` soon.
  func send(_ request: HTTPRequest) async throws(HTTPProblem) -> HTTPResponse {
    let transfer = HTTPTransfer(request)
    let loop = loop.withLock { $0 }
    let result = await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        transfer.expect(continuation)
        loop.post(.start(transfer))
      }
    } onCancel: {
      loop.post(.cancel(transfer))
    }
    return try result.get()
  }

  /// Ends the thread, all requests and all connections; a later request begins anew.
  func close() {
    loop.withLock { loop in
      loop.close()
      loop = HTTPLoop()
    }
  }
}
