import Resilience

/// A request as it is sent.
struct HTTPRequest: Sendable {
  var method: HTTPMethod
  /// Absolute, `http` or `https`, escaped.
  var url: String
  /// `Name: value`, without line ends.
  var headers: [String]
  var body: [UInt8]?
  /// Whether the client may send it twice by itself, as it does when a connection kept open turns out dead.
  var isRepeatable: Bool
  var options: HTTPOptions
  /// When the whole answer must be there, on the monotonic clock.
  var until: Instant?

  /// What many requests have in common.
  struct Manner: Sendable, Equatable {
    var method: HTTPMethod
    var hasBody: Bool
    var isRepeatable: Bool
    var options: HTTPOptions
  }

  var manner: Manner {
    Manner(method: method, hasBody: body != nil, isRepeatable: isRepeatable, options: options)
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
struct HTTPOptions: Sendable, Equatable {
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
