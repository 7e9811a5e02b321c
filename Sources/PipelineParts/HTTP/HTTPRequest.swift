import Resilience

/// A request as it is sent.
struct HTTPRequest: Sendable {
  /// Absolute, `http` or `https`, escaped.
  var url: String
  /// `Name: value`, without line ends.
  var headers: [String]
  var body: [UInt8]?
  var manner: HTTPManner
  /// When the whole answer must be there, on the monotonic clock.
  var until: Instant?
  /// How long that is, for messages.
  var limit: Duration?

  init(url: String, headers: [String] = [], body: [UInt8]? = nil, manner: HTTPManner) {
    self.url = url
    self.headers = headers
    self.body = body
    self.manner = manner
  }
}

/// What many requests have in common; one object for all of them, since a handle that has sent one of them needs to be
/// told the rest alone.
final class HTTPManner: Sendable {
  let method: HTTPMethod
  /// Whether the other side may get a request twice.
  let isRepeatable: Bool
  let options: HTTPOptions

  init(_ method: HTTPMethod, isRepeatable: Bool, _ options: HTTPOptions = HTTPOptions()) {
    self.method = method
    self.isRepeatable = isRepeatable
    self.options = options
  }
}

/// An answer, whatever its status.
struct HTTPResponse: Sendable {
  var status: Int
  /// The value of `Retry-After`.
  var retryAfter: String?
  var body: [UInt8]
}

/// How requests are sent.
struct HTTPOptions: Sendable {
  /// Redirects that are followed.
  var redirects = 0
  /// Bytes of a body that are read, after decompression.
  var maxResponse = 1 << 20
  var connectTimeout: Duration = .seconds(10)
  var verifiesTLS = true
  /// Certificates of authorities that are trusted instead of the system's.
  var authorities: String?
  /// Where requests go instead of to the server; empty for none, nil for what the environment says.
  var proxy: String?

  init() {}
}

/// Why there is no answer.
struct HTTPProblem: Error, Sendable {
  enum Kind: Sendable {
    case invalidRequest
    case dns
    case connection
    case tls
    case notTLS
    case notHTTP
    case certificate
    case timeout
    case responseTooLarge
    case redirects
    case cancelled
  }

  var kind: Kind
  /// For people, without the URL.
  var message: String
  /// Whether the request provably never left, so that nothing can have happened.
  var isUnsent: Bool
}
