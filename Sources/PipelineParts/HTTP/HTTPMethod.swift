public import ConfigSpec

/// What a request asks for.
public enum HTTPMethod: String, ConfigEnum, Sendable {
  /// Reads.
  case get = "GET"
  /// Reads the headers alone.
  case head = "HEAD"
  /// Adds something.
  case post = "POST"
  /// Replaces something.
  case put = "PUT"
  /// Changes something.
  case patch = "PATCH"
  /// Removes something.
  case delete = "DELETE"

  /// Whether doing it twice is the same as doing it once (RFC 9110, section 9.2.2).
  var isRepeatable: Bool { self != .post && self != .patch }
  /// Whether a request may have a body.
  var hasBody: Bool { self != .get && self != .head }
}
