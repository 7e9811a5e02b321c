import Synchronization

/// One request on its way, and who waits for its answer.
final class HTTPTransfer: @unchecked Sendable {
  // Unchecked because of `exchange` and `isCancelled`, which the client's thread alone touches.

  let request: HTTPRequest
  private let answer = Mutex<UnsafeContinuation<Result<HTTPResponse, HTTPProblem>, Never>?>(nil)
  /// What sends it now.
  var exchange: HTTPExchange?
  /// Cancelled before it began.
  var isCancelled = false

  init(_ request: HTTPRequest) { self.request = request }

  /// Who waits for the answer; set before the transfer begins.
  func expect(_ continuation: UnsafeContinuation<Result<HTTPResponse, HTTPProblem>, Never>) {
    answer.withLock { $0 = continuation }
  }

  /// Answers, once.
  func finish(_ result: Result<HTTPResponse, HTTPProblem>) {
    let waiting = answer.withLock { answer in
      defer { answer = nil }
      return answer
    }
    waiting?.resume(returning: result)
  }
}
