import CLibCurl

/// The transfers of a loop, each with its handle; handles are used again.
struct HTTPTransfers: ~Copyable {
  private let multi: UnsafeMutableRawPointer
  private var running: [ObjectIdentifier: (transfer: HTTPTransfer, handle: UnsafeMutableRawPointer)] = [:]
  /// Handles for further transfers, each as its last request left it.
  private var idle: [(handle: UnsafeMutableRawPointer, manner: HTTPRequest.Manner)] = []
  /// Handles kept for the next transfers.
  private static let maximumIdle = 64

  init(_ multi: UnsafeMutableRawPointer) { self.multi = multi }

  mutating func start(_ transfer: HTTPTransfer) {
    if transfer.isCancelled {
      cancel(transfer)
      return
    }
    let manner = transfer.request.manner
    let used = idle.popLast()
    guard let handle = used?.handle ?? curl_easy_init() else {
      transfer.finish(.failure(.closed))
      return
    }
    if used?.manner != manner {
      if used != nil { curl_easy_reset(handle) }
      transfer.setManner(handle)
    }
    transfer.prepare(handle)
    running[ObjectIdentifier(transfer)] = (transfer, handle)
    curl_multi_add_handle(multi, handle)
  }

  mutating func cancel(_ transfer: HTTPTransfer) {
    transfer.isCancelled = true
    if let (_, handle) = running.removeValue(forKey: ObjectIdentifier(transfer)) {
      release(handle, transfer.request.manner)
    }
    transfer.finish(
      .failure(HTTPProblem(kind: .cancelled, message: "nobody waits any more", isUnsent: false)))
  }

  /// Hands over what is done; false if nothing is.
  mutating func finish() -> Bool {
    var left: Int32 = 0
    var hasFinished = false
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
      let code = clibcurl_result(message)
      var context: UnsafeMutableRawPointer?
      _ = clibcurl_get_pointer(handle, CURLINFO_PRIVATE, &context)
      guard let transfer = HTTPTransfer.of(context) else { continue }
      let result = transfer.result(code, handle)
      running[ObjectIdentifier(transfer)] = nil
      release(handle, transfer.request.manner)
      transfer.finish(result)
      hasFinished = true
    }
    return hasFinished
  }

  mutating func end() {
    for (transfer, handle) in running.values {
      curl_multi_remove_handle(multi, handle)
      curl_easy_cleanup(handle)
      transfer.finish(.failure(.closed))
    }
    for (handle, _) in idle { curl_easy_cleanup(handle) }
    running = [:]
    idle = []
  }

  private mutating func release(_ handle: UnsafeMutableRawPointer, _ manner: HTTPRequest.Manner) {
    curl_multi_remove_handle(multi, handle)
    if idle.count < Self.maximumIdle {
      HTTPTransfer.forget(handle)
      idle.append((handle, manner))
    } else {
      curl_easy_cleanup(handle)
    }
  }
}

extension HTTPProblem {
  /// Nobody sends it any more.
  static let closed = HTTPProblem(
    kind: .cancelled, message: "the client was closed", isUnsent: true)
}
