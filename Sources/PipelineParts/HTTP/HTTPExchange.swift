import CLibCurl
import ConfigSpec
import Glibc
import Resilience

/// A handle of curl that sends one request after another, and takes in the answers.
///
/// The client's thread alone touches it. What requests have in common is set once, and again when another kind of
/// request comes: an option set costs as much as a system call.
///
/// Invariant: a request goes out at most once. Where a connection that was kept open ends before a byte of the answer
/// has come, curl would send it again by itself, up to five times, unseen by retries, circuit and limits; see `before`.
final class HTTPExchange {
  let handle: UnsafeMutableRawPointer
  /// Its place among those that are under way.
  var index = 0
  private(set) var transfer: HTTPTransfer?
  private var manner: HTTPManner?
  private var timeout = 0
  private var headers: UnsafeMutablePointer<curl_slist>?
  private var hasBody = false

  private var body: [UInt8] = []
  private var retryAfter: String?
  private var isTooLarge = false
  /// Whether a request is out of which no byte of an answer has come.
  private var isUnanswered = false
  private var wasToRepeat = false
  /// Bytes of headers and body.
  private var received = 0
  /// What curl has to say about a failure, beyond its code.
  private let details = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  init?() {
    guard let handle = curl_easy_init() else {
      details.deallocate()
      return nil
    }
    self.handle = handle
    details.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    curl_easy_cleanup(handle)
    curl_slist_free_all(headers)
    details.deallocate()
  }

  /// Makes the handle ready to send a request.
  func begin(_ transfer: HTTPTransfer) {
    let request = transfer.request
    self.transfer = transfer
    transfer.exchange = self
    (retryAfter, isTooLarge, isUnanswered, wasToRepeat, received) = (nil, false, false, false, 0)
    if manner !== request.manner || hasBody && request.body == nil { set(request.manner) }
    _ = clibcurl_set_text(handle, CURLOPT_URL, request.url)
    let timeout = request.until.map(Self.milliseconds) ?? 0
    if timeout != self.timeout { _ = clibcurl_set_long(handle, CURLOPT_TIMEOUT_MS, timeout) }
    self.timeout = timeout
    if let body = request.body, request.manner.method != .head {
      hasBody = true
      _ = clibcurl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, Int(body.count))
      // Copied by curl, because an array has no address of its own that lasts.
      _ = body.withUnsafeBytes {
        clibcurl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, $0.baseAddress ?? UnsafeRawPointer(details))
      }
    }
    setHeaders(request)
  }

  /// Lets go of the transfer, and returns it.
  func end() -> HTTPTransfer? {
    defer { transfer = nil }
    transfer?.exchange = nil
    return transfer
  }

  /// The exchange that a handle's private pointer names.
  static func of(_ handle: UnsafeMutableRawPointer) -> HTTPExchange? {
    var context: UnsafeMutableRawPointer?
    _ = clibcurl_get_pointer(handle, CURLINFO_PRIVATE, &context)
    return context.map { Unmanaged<HTTPExchange>.fromOpaque($0).takeUnretainedValue() }
  }

  /// The answer, now that curl is done.
  func result(_ code: CURLcode) -> Result<HTTPResponse, HTTPProblem> {
    let body = body
    self.body = []
    if code == CURLE_OK {
      var status = 0
      _ = clibcurl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
      return .success(HTTPResponse(status: status, retryAfter: retryAfter, body: body))
    }
    return .failure(problem(code))
  }

  private func setHeaders(_ request: HTTPRequest) {
    var list: UnsafeMutablePointer<curl_slist>?
    for header in request.headers { list = curl_slist_append(list, header) }
    // curl would wait a second for the server's leave to send a larger body. Without one it is spared a list.
    if request.body != nil { list = curl_slist_append(list, "Expect:") }
    if list != nil || headers != nil { _ = clibcurl_set_list(handle, CURLOPT_HTTPHEADER, list) }
    curl_slist_free_all(headers)
    headers = list
  }

  /// The time that is left, rounded up, so that it is over when curl says so; at least a millisecond, since 0 is none.
  private static func milliseconds(until instant: Instant) -> Int {
    Int(clamping: max(0, now.nanoseconds(to: instant)) / 1_000_000 + 1)
  }

  private static var now: Instant {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Instant(nanoseconds: Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec))
  }
}

extension HTTPExchange {
  /// Tells the handle how to send requests of a kind.
  private func set(_ manner: HTTPManner) {
    if self.manner != nil { curl_easy_reset(handle) }
    self.manner = manner
    (timeout, hasBody) = (0, false)
    let options = manner.options
    let context = Unmanaged.passUnretained(self).toOpaque()
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
    if !manner.isRepeatable {
      // A connection that was kept open may end just when a request is on its way, and nobody could tell then whether
      // it was carried out.
      _ = clibcurl_set_long(handle, CURLOPT_FRESH_CONNECT, 1)
      _ = clibcurl_set_long(handle, CURLOPT_FORBID_REUSE, 1)
    }
    switch manner.method {
    case .head: _ = clibcurl_set_long(handle, CURLOPT_NOBODY, 1)
    case .get: break
    case .post, .put, .patch, .delete:
      _ = clibcurl_set_text(handle, CURLOPT_CUSTOMREQUEST, manner.method.rawValue)
    }
    _ = clibcurl_set_pointer(handle, CURLOPT_PRIVATE, context)
    _ = clibcurl_set_pointer(handle, CURLOPT_ERRORBUFFER, details)
    _ = clibcurl_set_pointer(handle, CURLOPT_WRITEDATA, context)
    _ = clibcurl_set_pointer(handle, CURLOPT_HEADERDATA, context)
    _ = clibcurl_set_write(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      HTTPExchange.with(context) { $0.receive(bytes, size * count) }
    }
    _ = clibcurl_set_write(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      HTTPExchange.with(context) { $0.receiveHeader(bytes, size * count) }
    }
    _ = clibcurl_set_before(
      handle, { context, _, _, _, _ in Int32(HTTPExchange.with(context) { $0.before() }) }, context)
  }

  private static func with(_ context: UnsafeMutableRawPointer?, _ body: (HTTPExchange) -> Int) -> Int {
    guard let context else { return 1 }
    return Unmanaged<HTTPExchange>.fromOpaque(context)._withUnsafeGuaranteedRef(body)
  }

  /// curl is about to send a request: the first one, one that a redirect asks for, or one that it sends again by itself,
  /// which is one for which no answer has begun.
  private func before() -> Int {
    if isUnanswered {
      wasToRepeat = true
      return 1
    }
    isUnanswered = true
    return 0
  }

  private func receive(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard let manner, body.count + count <= manner.options.maxResponse else {
      isTooLarge = true
      return 0
    }
    received += count
    body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
    return count
  }

  private func receiveHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    let line = UnsafeRawBufferPointer(start: bytes, count: count)
    isUnanswered = false
    received += count
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

extension HTTPExchange {
  /// Why there is no answer.
  private func problem(_ code: CURLcode) -> HTTPProblem {
    guard let request = transfer?.request else { preconditionFailure("an answer that nobody asked for") }
    var sent = 0
    _ = clibcurl_get_long(handle, CURLINFO_REQUEST_SIZE, &sent)
    if isTooLarge {
      return HTTPProblem(
        kind: .responseTooLarge,
        message: "the answer is longer than \(request.manner.options.maxResponse) bytes", isUnsent: false)
    }
    if wasToRepeat {
      return HTTPProblem(
        kind: .connection, message: "the server ended the connection before it answered", isUnsent: false)
    }
    if code == CURLE_OPERATION_TIMEDOUT {
      return HTTPProblem(kind: .timeout, message: timeout(request, wasSent: sent > 0), isUnsent: sent == 0)
    }
    // A line of headers that is too long is out of memory for curl 7.
    if code == CURLE_OUT_OF_MEMORY && sent > 0
      || String(cString: details).contains("Too large response headers")
    {
      return HTTPProblem(
        kind: .responseTooLarge, message: "the headers of the answer are too long", isUnsent: false)
    }
    // What curl says of HTTP/0.9, an answer without status and headers, which it would take anything for.
    if code == CURLE_UNSUPPORTED_PROTOCOL, sent > 0, received == 0 {
      return HTTPProblem(
        kind: .notHTTP, message: "the server answered something that is not HTTP", isUnsent: false)
    }
    return HTTPProblem(code, details: String(cString: details), wasSent: sent > 0)
  }

  /// What had not come when the time was up.
  private func timeout(_ request: HTTPRequest, wasSent: Bool) -> String {
    // Which limit it was follows from what has happened: curl may be up to a millisecond ahead of any other clock.
    let connect = request.manner.options.connectTimeout
    let limit = wasSent ? request.limit ?? connect : min(request.limit ?? connect, connect)
    let within = Duration.milliseconds(max(1, limit.milliseconds)).configText
    if !wasSent { return "no connection within \(within)" }
    if received == 0 { return "no answer within \(within)" }
    return "the answer was not complete within \(within): it stopped after \(received) bytes"
  }
}

extension HTTPProblem {
  /// What curl's code means. What fails on the way to where a redirect leads fails after a request was sent.
  fileprivate init(_ code: CURLcode, details: String, wasSent: Bool) {
    let text = String(cString: curl_easy_strerror(code)).lowercased()
    switch code {
    case CURLE_URL_MALFORMAT where wasSent, CURLE_UNSUPPORTED_PROTOCOL where wasSent:
      self.init(
        kind: .redirects, message: "the server redirects to a URL that can't be used: \(text)",
        isUnsent: false)
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
      self.init(kind: .invalidRequest, message: "the URL can't be used: \(text)", isUnsent: true)
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      self.init(kind: .dns, message: text, isUnsent: !wasSent)
    case CURLE_COULDNT_CONNECT: self.init(kind: .connection, message: text, isUnsent: !wasSent)
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_ISSUER_ERROR:
      self.init(kind: .certificate, message: text, isUnsent: !wasSent)
    // What OpenSSL says of bytes that are no TLS record.
    case CURLE_SSL_CONNECT_ERROR where details.contains("wrong version number"),
      CURLE_SSL_CONNECT_ERROR where details.contains("packet length too long"):
      self.init(
        kind: .notTLS,
        message: "the server does not speak TLS on this port: write `http://`, or the port on which it does",
        isUnsent: !wasSent)
    case CURLE_SSL_CONNECT_ERROR, CURLE_USE_SSL_FAILED:
      self.init(
        kind: .tls, message: "no TLS connection came about, as if the server did not speak it on this port",
        isUnsent: !wasSent)
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
