import PipelineTesting
import Testing

/// Whom `http` trusts, and which way it takes there.
@Suite(.serialized, .ownThread) struct TLSTests {
  /// Runs a job of one call, without retries.
  private func run(
    _ url: String, _ more: String = "", in scratch: Scratch, environment: [String: String] = [:]
  ) throws -> (exitCode: Int32, deadLetter: String) {
    try scratch.write(
      "job.yaml",
      """
      name: job
      stages:
        - name: ask
          uses: http
          policy: {retry: none}
          with: {url: "\(url)"\(more), into: answer}
      sink: {uses: jsonl, with: {path: out.jsonl}}
      """)
    let result = try PipelineBinary.run("run", "job.yaml", "--quiet", in: scratch, environment: environment)
    return (
      result.exitCode, try PipelineBinary.run("dlq", "export", "job.yaml", in: scratch).standardOutput
    )
  }

  @Test(.enabled(if: TLSServer.canRun, "needs the built command, openssl and python3"))
  func aCertificateOfATrustedAuthorityIsAccepted() throws {
    let server = try TLSServer(certificateFor: "IP:127.0.0.1")
    #expect(try run(server.url, ", ca_file: ca.pem", in: server.scratch).exitCode == 0)
    #expect(try server.scratch.text("out.jsonl") == "{\"answer\":{\"secure\":true}}\n")
  }

  @Test(
    .enabled(if: TLSServer.canRun, "needs the built command, openssl and python3"),
    arguments: [("IP:127.0.0.1", ""), ("DNS:elsewhere.example", ", ca_file: ca.pem")])
  func anyOtherCertificateIsRefusedForGood(name: String, more: String) throws {
    let server = try TLSServer(certificateFor: name)
    let (exitCode, letter) = try run(server.url, more, in: server.scratch)
    #expect(exitCode == 3)
    #expect(letter.contains(#""error_type":"TLSError""#) && letter.contains(#""class":"permanent""#))
    // What isn't checked is accepted.
    let other = try Scratch()
    #expect(try run(server.url, ", verify_tls: false", in: other).exitCode == 0)
  }

  @Test(.enabled(if: PipelineBinary.isBuilt)) func aProxyIsAskedForTheWholeURL() throws {
    let proxy = LocalServer { _ in .answer(200, body: #"{"by":"proxy"}"#) }
    let scratch = try Scratch()
    let (exitCode, _) = try run("http://nowhere.invalid/x", ", proxy: \"\(proxy.url)\"", in: scratch)
    #expect(exitCode == 0)
    #expect(proxy.requests.map(\.path) == ["http://nowhere.invalid/x"])
  }

  @Test(.enabled(if: PipelineBinary.isBuilt)) func theEnvironmentNamesTheProxyUnlessTheStepSaysNone() throws {
    let (server, proxy) = (LocalServer { _ in .answer(200) }, LocalServer { _ in .answer(200) })
    let environment = ["http_proxy": proxy.url, "no_proxy": "", "NO_PROXY": ""]
    #expect(try run("\(server.url)/a", in: try Scratch(), environment: environment).exitCode == 0)
    #expect(proxy.requests.map(\.path) == ["\(server.url)/a"])
    #expect(
      try run("\(server.url)/b", ", proxy: \"\"", in: try Scratch(), environment: environment).exitCode == 0)
    #expect(server.requests.map(\.path) == ["/b"])
  }

  @Test(.enabled(if: PipelineBinary.isBuilt)) func aProxyThatIsAwayIsTransient() throws {
    let proxy = LocalServer { _ in .answer(200) }
    proxy.stop()
    let (exitCode, letter) = try run(
      "http://nowhere.invalid/", ", proxy: \"\(proxy.url)\"", in: try Scratch())
    #expect(exitCode == 3)
    #expect(letter.contains(#""class":"transient""#))
  }
}
