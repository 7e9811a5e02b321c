import CLibCurl

/// The transfers of a loop, each with the handle that sends it; handles are used again.
struct HTTPTransfers: ~Copyable {
  private let multi: UnsafeMutableRawPointer
  private var running: [HTTPExchange] = []
  /// Handles for further transfers.
  private var idle: [HTTPExchange] = []
  /// Handles kept for the next transfers.
  private static let maximumIdle = 64

  init(_ multi: UnsafeMutableRawPointer) { self.multi = multi }

  mutating func start(_ transfer: HTTPTransfer) {
    if transfer.isCancelled {
      cancel(transfer)
      return
    }
    guard let exchange = idle.popLast() ?? HTTPExchange() else {
      transfer.finish(.failure(.closed))
      return
    }
    exchange.begin(transfer)
    exchange.index = running.count
    running.append(exchange)
    curl_multi_add_handle(multi, exchange.handle)
  }

  mutating func cancel(_ transfer: HTTPTransfer) {
    transfer.isCancelled = true
    if let exchange = transfer.exchange { release(exchange) }
    transfer.finish(
      .failure(HTTPProblem(kind: .cancelled, message: "nobody waits any more", isUnsent: false)))
  }

  /// Lets curl do what it can do now, and hands over what is done.
  mutating func perform() {
    var count: Int32 = 0
    curl_multi_perform(multi, &count)
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle,
        let exchange = HTTPExchange.of(handle)
      else { continue }
      let result = exchange.result(clibcurl_result(message))
      release(exchange)?.finish(result)
    }
  }

  mutating func end() {
    while let exchange = running.last { release(exchange)?.finish(.failure(.closed)) }
    idle = []
  }

  @discardableResult
  private mutating func release(_ exchange: HTTPExchange) -> HTTPTransfer? {
    curl_multi_remove_handle(multi, exchange.handle)
    let last = running.removeLast()
    if last !== exchange {
      running[exchange.index] = last
      last.index = exchange.index
    }
    if idle.count < Self.maximumIdle { idle.append(exchange) }
    return exchange.end()
  }
}
