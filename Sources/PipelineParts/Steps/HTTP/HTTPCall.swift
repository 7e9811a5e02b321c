import ConfigSpec
import Glibc
import PipelineModel
import Resilience

/// The request of one record; each attempt sends it anew.
struct HTTPCall: PreparedCall {
  let request: HTTPRequest
  let step: HTTPStep

  /// The request as text: what is the same for every record, and what is secret, comes from the step again.
  var saved: String? {
    var members: [(String, JSONValue)] = [
      ("url", .string(request.url)), ("headers", .array(request.headers.map { .string($0) })),
    ]
    if let body = request.body { members.append(("body", .string(String(decoding: body, as: UTF8.self)))) }
    return JSONValue.object(members).text()
  }

  /// What `saved` holds.
  struct Saved {
    var url = ""
    var headers: [String] = []
    var body: String?

    init?(_ text: String) {
      // The cursor reads up to 64 bytes past the end.
      let buffer = TextBuffer(text.utf8)
      let bytes = UnsafeBufferPointer(start: UnsafePointer(buffer.base), count: buffer.count)
      guard var members = JSONCursor(bytes) else { return nil }
      while let (name, value) = members.next() {
        switch name?.string {
        case "url": url = value.string
        case "body": body = value.string
        case "headers":
          var lines = JSONCursor(value.text)
          while let line = lines?.next() { headers.append(line.value.string) }
        default: break
        }
      }
      if url.isEmpty { return nil }
    }
  }

  func attempt(_ attempt: CallAttempt) async throws(Failure) -> CallResult {
    var request = request
    request.until = attempt.until
    request.limit = attempt.limit
    for header in step.secretHeaders { request.headers.append(header.reveal()) }
    if let key = attempt.idempotencyKey {
      guard key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
        throw Failure(
          "InvalidRequest", .permanent, "the idempotency key has characters that no header can hold")
      }
      request.headers.append("Idempotency-Key: \(key)")
      request.manner = step.keyedManner
    }
    let response: HTTPResponse
    do throws(HTTPProblem) { response = try await step.client.send(request) } catch {
      throw failure(error)
    }
    guard step.expect.contains(where: { $0.matches(response.status) }) else { throw failure(response) }
    guard let slot = step.slot else { return CallResult() }
    return CallResult([(slot, try value(response))])
  }

  private func value(_ response: HTTPResponse) throws(Failure) -> CallValue {
    switch step.response {
    case .text:
      return response.body.withUnsafeBufferPointer { UTF8Validator.firstInvalidByte(in: $0) } == nil
        ? .string(response.body) : .string(Array(String(decoding: response.body, as: UTF8.self).utf8))
    case .json:
      if response.body.isEmpty { return .null }
      do throws(JSONProblem) { try JSONText.check(response.body) } catch {
        throw Failure(
          "InvalidResponse", .permanent,
          "\(step.url.origin) answered something that is not JSON (\(error.reason.rawValue) at byte \(error.offset))",
          status: response.status, effect: .unknown)
      }
      return .json(response.body)
    }
  }

  /// What an unexpected status means.
  private func failure(_ response: HTTPResponse) -> Failure {
    let status = response.status
    let isTransient = [408, 425, 429].contains(status) || (500...599).contains(status)
    // The service says that it did nothing; after any other error of its own it may have.
    let isUndone = (300...499).contains(status) && status != 408 || status == 503
    return Failure(
      "HTTPError", isTransient ? .transient : .permanent, "\(step.url.origin) answered \(status)",
      status: status,
      retryAfter: response.retryAfter.flatMap { RetryAfter.parse($0, wallSeconds: Int64(time(nil))) },
      effect: isUndone ? .none : .unknown)
  }

  /// What it means that there is no answer.
  private func failure(_ problem: HTTPProblem) -> Failure {
    let (type, failureClass): (String, FailureClass) =
      switch problem.kind {
      case .invalidRequest: ("InvalidRequest", .permanent)
      case .dns: ("DNSError", .transient)
      case .connection, .cancelled: ("ConnectionError", .transient)
      case .tls: ("TLSError", .transient)
      case .certificate, .notTLS: ("TLSError", .permanent)
      case .notHTTP: ("InvalidResponse", .transient)
      case .timeout: ("TimeoutError", .transient)
      case .responseTooLarge: ("ResponseTooLarge", .permanent)
      case .redirects: ("HTTPError", .permanent)
      }
    return Failure(
      type, failureClass, "\(step.url.origin): \(problem.message)",
      effect: problem.isUnsent ? .none : .unknown)
  }
}
