import ConfigSpec
import PipelineModel
import Resilience

/// Makes a request of a record.
final class HTTPStep: CallStep {
  struct Header: Sendable {
    var name: String
    var value: TextTemplate
  }

  enum Body: Sendable {
    case none
    case text(TextTemplate)
    case json([(name: [UInt8], value: RowExpression)])
  }

  let url: URLTemplate
  let headers: [Header]
  /// Whole lines that nobody may see: they are added when a request is sent, and never saved.
  let secretHeaders: [Secret]
  let body: Body
  let slot: Int?
  let response: HTTPStepOptions.Response
  let expect: [StatusPattern]
  /// How requests are sent that carry no idempotency key.
  let manner: HTTPManner
  /// How those are sent that do.
  let keyedManner: HTTPManner
  let client = HTTPClient()

  init(
    method: HTTPMethod, url: URLTemplate, headers: [Header], secretHeaders: [Secret], body: Body, slot: Int?,
    response: HTTPStepOptions.Response, expect: [StatusPattern], options: HTTPOptions
  ) {
    self.url = url
    self.headers = headers
    self.secretHeaders = secretHeaders
    self.body = body
    self.slot = slot
    self.response = response
    self.expect = expect
    manner = HTTPManner(method, isRepeatable: method.isRepeatable, options)
    keyedManner = HTTPManner(method, isRepeatable: true, options)
  }

  private var method: HTTPMethod { manner.method }
  var isRepeatable: Bool { method.isRepeatable }
  var keepsTime: Bool { true }
  var executor: (any TaskExecutor)? { client.executor }

  func prepare(_ row: Int, in batch: Batch) throws(Failure) -> any PreparedCall {
    var lines: [String] = []
    for header in headers { lines.append(try line(header, row, batch)) }
    var bytes: [UInt8]?
    switch body {
    case .none: if method.hasBody, method != .delete { bytes = [] }
    case .text(let template): bytes = try template.text(row, in: batch)
    case .json(let members):
      var text = [UInt8(ascii: "{")]
      for (name, value) in members {
        if text.count > 1 { text.append(UInt8(ascii: ",")) }
        text += name
        text.append(UInt8(ascii: ":"))
        text += try value.value(for: row, in: batch).jsonText
      }
      bytes = text + [UInt8(ascii: "}")]
    }
    // Without a type of its own, curl would call any body a form.
    if bytes != nil, !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
      if case .json = body {
        lines.append("Content-Type: application/json")
      } else {
        lines.append("Content-Type:")
      }
    }
    return call(url: try url.url(row, in: batch), headers: lines, body: bytes)
  }

  func restore(_ saved: String) -> (any PreparedCall)? {
    HTTPCall.Saved(saved).map { call(url: $0.url, headers: $0.headers, body: $0.body.map { Array($0.utf8) }) }
  }

  func substitute(_ json: String) -> CallResult {
    CallResult(slot.map { [($0, .json(Array(json.utf8)))] } ?? [])
  }

  func close() async { client.close() }

  private func line(_ header: Header, _ row: Int, _ batch: Batch) throws(Failure) -> String {
    let value = String(decoding: try header.value.text(row, in: batch), as: UTF8.self)
    // A line end in a value would begin another header.
    guard Self.isValue(value) else {
      throw Failure(
        "InvalidRequest", .permanent, "the header `\(header.name)` has a control character in its value")
    }
    return Self.line(header.name, value)
  }

  private func call(url: String, headers: [String], body: [UInt8]?) -> HTTPCall {
    HTTPCall(request: HTTPRequest(url: url, headers: headers, body: body, manner: manner), step: self)
  }

  static func isValue(_ value: String) -> Bool {
    value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
  }

  /// curl takes `Name:` for "leave the header out", and `Name;` for an empty one.
  static func line(_ name: String, _ value: String) -> String {
    value.isEmpty ? "\(name);" : "\(name): \(value)"
  }
}
