import CLibCurl
import Glibc
import Resilience
import Synchronization

/// One request on its way; used by the client's thread alone, but for `finish`.
final class HTTPTransfer: @unchecked Sendable {
  // Unchecked because curl writes into it through a pointer: only the client's thread does, and the result leaves
  // through a lock.

  let request: HTTPRequest
  private let answer = Mutex<UnsafeContinuation<Result<HTTPResponse, HTTPProblem>, Never>?>(nil)
  private var body: [UInt8] = []
  private var retryAfter: String?
  private var isTooLarge = false
  private var headers: UnsafeMutablePointer<curl_slist>?
  /// Cancelled before it began.
  var isCancelled = false

  init(_ request: HTTPRequest) { self.request = request }

  deinit { curl_slist_free_all(headers) }

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

  /// Tells a new handle how to send: what many requests have in common.
  func setManner(_ handle: UnsafeMutableRawPointer) {
    let options = request.options
    _ = clibcurl_only_http(handle)
    _ = clibcurl_set_text(handle, CURLOPT_USERAGENT, "pipeline")
    _ = clibcurl_set_text(handle, CURLOPT_ACCEPT_ENCODING, "")
    _ = clibcurl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    _ = clibcurl_set_long(handle, CURLOPT_FOLLOWLOCATION, options.redirects > 0 ? 1 : 0)
    _ = clibcurl_set_long(handle, CURLOPT_MAXREDIRS, Int(options.redirects))
    _ = clibcurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, options.connectTimeout.milliseconds)
    _ = clibcurl_set_long(handle, CURLOPT_SSL_VERIFYPEER, options.verifiesTLS ? 1 : 0)
    _ = clibcurl_set_long(handle, CURLOPT_SSL_VERIFYHOST, options.verifiesTLS ? 2 : 0)
    if let authorities = options.authorities { _ = clibcurl_set_text(handle, CURLOPT_CAINFO, authorities) }
    if let proxy = options.proxy { _ = clibcurl_set_text(handle, CURLOPT_PROXY, proxy) }
    if !request.isRepeatable {
      // Where a connection that was kept open turns out to be closed, curl sends the request again by itself.
      _ = clibcurl_set_long(handle, CURLOPT_FRESH_CONNECT, 1)
      _ = clibcurl_set_long(handle, CURLOPT_FORBID_REUSE, 1)
    }
    if request.method == .head { _ = clibcurl_set_long(handle, CURLOPT_NOBODY, 1) }
    if request.method != .head, request.method != .get || request.body != nil {
      _ = clibcurl_set_text(handle, CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
    _ = clibcurl_set_write(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      HTTPTransfer.of(context)?.receive(bytes, size * count) ?? 0
    }
    _ = clibcurl_set_write(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      HTTPTransfer.of(context)?.receiveHeader(bytes, size * count) ?? 0
    }
  }

  /// Tells a handle what to send; this object must outlive the transfer.
  func prepare(_ handle: UnsafeMutableRawPointer) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    _ = clibcurl_set_text(handle, CURLOPT_URL, request.url)
    _ = clibcurl_set_long(handle, CURLOPT_TIMEOUT_MS, request.until.map(Self.milliseconds) ?? 0)
    if let body = request.body, request.method != .head {
      _ = clibcurl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, Int(body.count))
      // Copied by curl, because an array has no address of its own that lasts.
      _ = body.withUnsafeBytes {
        clibcurl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, $0.baseAddress ?? UnsafeRawPointer(context))
      }
    }
    for header in request.headers { headers = curl_slist_append(headers, header) }
    // curl would wait a second for the server's leave to send a larger body. Without one it is spared a list.
    if request.body != nil { headers = curl_slist_append(headers, "Expect:") }
    _ = clibcurl_set_list(handle, CURLOPT_HTTPHEADER, headers)
    _ = clibcurl_set_pointer(handle, CURLOPT_PRIVATE, context)
    _ = clibcurl_set_pointer(handle, CURLOPT_WRITEDATA, context)
    _ = clibcurl_set_pointer(handle, CURLOPT_HEADERDATA, context)
  }

  /// The time that is left, rounded up, so that it is over when curl says so; at least a millisecond, since 0 is none.
  private static func milliseconds(until instant: Instant) -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let left = instant.nanoseconds - (Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec))
    return Int(clamping: max(0, left) / 1_000_000 + 1)
  }

  /// Takes from a handle what belongs to the transfer that was its last.
  static func forget(_ handle: UnsafeMutableRawPointer) {
    _ = clibcurl_set_pointer(handle, CURLOPT_PRIVATE, nil)
    _ = clibcurl_set_list(handle, CURLOPT_HTTPHEADER, nil)
  }

  /// The transfer that a handle's private pointer names.
  static func of(_ context: UnsafeMutableRawPointer?) -> HTTPTransfer? {
    context.map { Unmanaged<HTTPTransfer>.fromOpaque($0).takeUnretainedValue() }
  }

  /// The answer, now that curl is done.
  func result(_ code: CURLcode, _ handle: UnsafeMutableRawPointer) -> Result<HTTPResponse, HTTPProblem> {
    if code == CURLE_OK {
      var status = 0
      _ = clibcurl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
      return .success(HTTPResponse(status: status, retryAfter: retryAfter, body: body))
    }
    var sent = 0
    _ = clibcurl_get_long(handle, CURLINFO_REQUEST_SIZE, &sent)
    if isTooLarge {
      return .failure(
        HTTPProblem(
          kind: .responseTooLarge, message: "the answer is longer than \(request.options.maxResponse) bytes",
          isUnsent: false))
    }
    return .failure(HTTPProblem(code, wasSent: sent > 0))
  }

  private func receive(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard body.count + count <= request.options.maxResponse else {
      isTooLarge = true
      return 0
    }
    body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
    return count
  }

  private func receiveHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    let line = UnsafeRawBufferPointer(start: bytes, count: count)
    if line.count > 5, line[4] == UInt8(ascii: "/"), line[0] == UInt8(ascii: "H") {
      // After a redirect, or an informational answer, the headers begin anew.
      retryAfter = nil
      return count
    }
    let name = "retry-after"
    guard line.count > name.utf8.count, line[name.utf8.count] == UInt8(ascii: ":") else { return count }
    if zip(line, name.utf8).allSatisfy({ $0 | 0x20 == $1 || $0 == $1 }) {
      retryAfter = String(
        decoding: line[(name.utf8.count + 1)...].filter { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self)
    }
    return count
  }
}

extension HTTPProblem {
  /// What curl's code means.
  init(_ code: CURLcode, wasSent: Bool) {
    let text = String(cString: curl_easy_strerror(code)).lowercased()
    switch code {
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
      self.init(kind: .invalidRequest, message: "the URL can't be used: \(text)", isUnsent: true)
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      self.init(kind: .dns, message: text, isUnsent: true)
    case CURLE_COULDNT_CONNECT: self.init(kind: .connection, message: text, isUnsent: true)
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_ISSUER_ERROR:
      self.init(kind: .certificate, message: text, isUnsent: true)
    case CURLE_SSL_CONNECT_ERROR, CURLE_USE_SSL_FAILED:
      self.init(kind: .tls, message: text, isUnsent: true)
    case CURLE_OPERATION_TIMEDOUT:
      self.init(kind: .timeout, message: "no connection in time", isUnsent: !wasSent)
    case CURLE_TOO_MANY_REDIRECTS: self.init(kind: .redirects, message: text, isUnsent: false)
    default: self.init(kind: .connection, message: text, isUnsent: !wasSent)
    }
  }
}

extension Duration {
  fileprivate var milliseconds: Int {
    Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}
