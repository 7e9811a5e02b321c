public import ConfigSpec

/// What `http` asks for, and what it does with the answer.
public struct HTTPStepOptions: Configurable {
  /// What becomes of the answer's body.
  public enum Response: String, ConfigEnum, Sendable {
    /// JSON is checked and kept.
    case json
    /// Text is kept as it is.
    case text
  }

  /// The method.
  public var method = HTTPMethod.get
  /// Where to.
  public var url: Template?
  /// Headers.
  public var headers = OrderedMap<Template>()
  /// Headers that nobody may see.
  public var secretHeaders = OrderedMap<Secret>()
  /// The members of a JSON object to send.
  public var json = OrderedMap<ExpressionSource>()
  /// A text to send.
  public var body: Template?
  /// The field that takes the answer.
  public var into: String?
  /// What the answer is.
  public var response = Response.json
  /// The statuses of success.
  public var expect = OneOrMany([StatusPattern(200, through: 299)])
  /// Redirects that are followed.
  public var redirects = 0
  /// The longest answer.
  public var maxResponse = ByteCount.mebibytes(1)
  /// The longest wait for a connection.
  public var connectTimeout: Duration = .seconds(10)
  /// Whether certificates are checked.
  public var verifiesTLS = true
  /// Authorities that are trusted instead of the system's.
  public var authorities: LocalPath?
  /// The proxy.
  public var proxy: Secret?

  /// Headers that carry credentials, in lower case.
  private static let credentials: Set = ["authorization", "proxy-authorization", "cookie", "x-api-key"]

  /// The declaration.
  public static let spec = Spec(
    blank: Self(), name: "http step",
    """
    Asks an HTTP server, one request a record. Answers 408, 425, 429 and 5xx, lost connections and timeouts are \
    transient; other unexpected statuses are permanent.
    """
  ) {
    Field(
      "method", \.method,
      """
      The method. POST and PATCH without an idempotency key are tried again only if they were provably never sent, or \
      turned away; one that was under way when a run was killed is not sent again by the next one, but becomes a dead \
      letter of type `OutcomeUnknown`.
      """
    )
    Field(
      "url", \.url,
      """
      Where to, without credentials. Values of `${{ }}` are escaped; they may stand in path and query only.
      """
    )
    .required().example("http://127.0.0.1:8080/Patient/${{ subject_id }}")
    Field("headers", \.headers, "Headers by name.")
    Field("secret_headers", \.secretHeaders, "Headers that are never shown, such as `Authorization`.")
    Field("json", \.json, "The members of a JSON object to send, each an expression.").example(
      .object([("amount", .string("amount")), ("currency", .string("'EUR'"))]))
    Field("body", \.body, "The text to send, instead of `json`.")
    Field("into", \.into, "The field that takes the answer's body; without it, the answer is dropped.")
      .example(
        "patient")
    Field("response", \.response, "What the answer's body is.")
    Field("expect", \.expect, "The statuses that mean success.")
    Field("redirects", \.redirects, in: 0...20, "Redirects that are followed.")
    Field(
      "max_response", \.maxResponse, in: ByteCount(0)...ByteCount.mebibytes(256),
      "The longest answer; a longer one is an error of its record.")
    Field(
      "connect_timeout", \.connectTimeout, in: .milliseconds(1) ... .seconds(300),
      "The longest wait for a connection.")
    Field("verify_tls", \.verifiesTLS, "Whether the server's certificate is checked.")
    Field("ca_file", \.authorities, "Certificates of the authorities to trust, instead of the system's.")
    Field(
      "proxy", \.proxy,
      """
      The proxy, which is never shown, since it may name a user and a password; by default the one the environment \
      names (`https_proxy`), and an empty text for none.
      """)
    Check { options, report in
      let hasBody = options.body != nil || !options.json.isEmpty
      if hasBody, !options.method.hasBody {
        report.error(
          "a `\(options.method.rawValue)` request has no body", at: options.body == nil ? "json" : "body",
          help: "write `method: POST`")
      }
      if options.body != nil, !options.json.isEmpty {
        report.error("`body` and `json` are one setting", at: "body", help: "keep one of the two")
      }
      for entry in options.headers where Self.credentials.contains(entry.name.lowercased()) {
        report.error(
          "`headers` are shown in plans and kept in the state, and `\(entry.name)` is a credential",
          at: "headers.\(entry.name)", help: "move it to `secret_headers`")
      }
      for key in ["headers", "url", "body"] {
        guard let reference = report.fileReferences(in: key).first else { continue }
        report.error(
          "`\(key)` is shown in plans and kept in the state, and \(reference.reference) may be a secret",
          at: key, help: "send it in `secret_headers`")
      }
      Self.checkURL(options, &report)
      if options.into == nil, report.isSet("response") {
        report.error(
          "`response` does nothing without `into`", at: "response", help: "name the field with `into`")
      }
    }
  }

  /// Refuses credentials in a URL: it is shown in plans, and kept in the state.
  private static func checkURL(_ options: Self, _ report: inout CheckReport) {
    guard let url = options.url, case .literal(let start)? = url.segments.first else { return }
    if let scheme = start.firstRange(of: "://"),
      start[scheme.upperBound...].prefix(while: { !"/?#".contains($0) }).contains("@")
    {
      report.conceal("url")
      report.error(
        "`url` is shown in plans and kept in the state, and it holds a user's name or password", at: "url",
        help: "send them in `secret_headers`: `Authorization: \"Basic ${CREDENTIALS}\"`")
    }
    guard let span = report.span(of: "url") else { return }
    for reference in report.hiddenReferences(in: "url") where !reference.reference.hasPrefix("${file:") {
      let before = span.file.text(span.range.lowerBound..<reference.span.range.lowerBound)
      guard before.contains("?") else { continue }
      report.error(
        "`url` is shown in plans and kept in the state, and \(reference.reference) in its query may be a secret",
        at: "url", help: "send it in `secret_headers`; if it is no secret, let a param take it")
      return
    }
  }
}
