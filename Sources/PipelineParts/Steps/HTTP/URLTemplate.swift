import ConfigSpec
import PipelineModel
import Resilience

/// A URL with computed parts in its path and query; values are escaped, so that none can become a part of the URL's
/// structure (RFC 3986, section 2).
struct URLTemplate: Sendable {
  private enum Part: Sendable {
    case literal([UInt8])
    case path(RowExpression)
    case query(RowExpression)
  }

  private let parts: [Part]
  /// Scheme, host and port, for messages.
  let origin: String

  /// Compiles a URL; nil if something is wrong, which is then reported.
  init?(_ template: Template, at option: String, _ planning: inout StepPlanning) {
    guard let text = TextTemplate(template, &planning) else { return nil }
    guard case .literal(let start)? = text.parts.first, let origin = Self.origin(start) else {
      planning.error(
        "`\(option)` must begin with `http://` or `https://` and a host that is the same for every record",
        at: option, help: "only path and query can be computed: `http://127.0.0.1:8080/Patient/${{ id }}`")
      return nil
    }
    if start.count == origin.utf8.count, text.parts.count > 1 {
      planning.error(
        "`\(option)` computes a part of its host", at: option, help: "put a `/` before the first `${{`")
      return nil
    }
    self.origin = origin
    var parts: [Part] = []
    var isQuery = false
    for part in text.parts {
      switch part {
      case .literal(let bytes):
        parts.append(.literal(bytes))
        if bytes.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) { isQuery = true }
      case .expression(let expression): parts.append(isQuery ? .query(expression) : .path(expression))
      }
    }
    self.parts = parts
  }

  /// The URL for a row.
  ///
  /// - Throws: `InvalidRequest` if a value would make another path of it: empty, `.` or `..`.
  func url(_ row: Int, in batch: Batch) throws(Failure) -> String {
    var url: [UInt8] = []
    url.reserveCapacity(128)
    var firstInPath: RowExpression?
    for part in parts {
      switch part {
      case .literal(let bytes): url += bytes
      case .query(let expression):
        Self.escape(try expression.value(for: row, in: batch).plainText ?? [], into: &url)
      case .path(let expression):
        let text = try expression.value(for: row, in: batch).plainText ?? []
        if text.isEmpty {
          throw Failure(
            "InvalidRequest", .permanent, "`\(expression.text)` is empty, and the path of the URL needs it")
        }
        Self.escape(text, into: &url)
        if firstInPath == nil { firstInPath = expression }
      }
    }
    if let expression = firstInPath, Self.hasDotSegment(url) {
      throw Failure(
        "InvalidRequest", .permanent, "`\(expression.text)` makes a `.` or `..` of a part of the URL's path")
    }
    return String(decoding: url, as: UTF8.self)
  }

  /// The literal up to the path: `http://host:port`.
  private static func origin(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    let lowered = text.lowercased()
    guard let scheme = ["http://", "https://"].first(where: lowered.hasPrefix) else { return nil }
    let host = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
    return host.isEmpty ? nil : scheme + host
  }

  /// Leaves only unreserved characters as they are.
  private static func escape(_ text: [UInt8], into url: inout [UInt8]) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        url.append(byte)
      default:
        url.append(UInt8(ascii: "%"))
        url.append(digit(byte >> 4))
        url.append(digit(byte & 15))
      }
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }

  private static func hasDotSegment(_ url: [UInt8]) -> Bool {
    var isAtStart = false
    var dots = 0
    for byte in url {
      switch byte {
      case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"):
        if isAtStart, dots == 1 || dots == 2 { return true }
        if byte != UInt8(ascii: "/") { return false }
        (isAtStart, dots) = (true, 0)
      case UInt8(ascii: "."): dots += 1
      default: isAtStart = false
      }
    }
    return isAtStart && (dots == 1 || dots == 2)
  }
}
