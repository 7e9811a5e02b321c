import Testing

@testable import pipeline

/// What must not be shown, through the built command.
@Suite(.enabled(if: PipelineBinary.isBuilt, "the command `pipeline` is not built"))
struct SecretTests {
  static func file(_ headers: String, expression: String = "id") -> String {
    """
    name: secrets
    params:
      pw: {default: tops3cret}
      host: {default: localhost}
    source: {uses: csv, with: {path: in.csv}}
    stages:
      - name: ask
        uses: http
        with:
          url: "http://${host}/a"
          into: answer
          \(headers)
      - {name: note, uses: set, with: {fields: {note: "\(expression)"}}}
    sink: {uses: drop}
    """
  }

  @Test(arguments: ["text", "json"]) func aParamThatBecomesASecretIsNotShown(format: String) throws {
    let scratch = try Scratch()
    try scratch.write("in.csv", "id\n1\n")
    try scratch.write(
      "p.yaml", Self.file(#"secret_headers: {Authorization: "Bearer ${pw}"}"#, expression: "params.pw"))
    for settings in [[], ["--set", "pw=tops3cret-too"]] {
      let result = try PipelineBinary.process(["plan", "p.yaml", "--format", format] + settings, in: scratch)
        .run()
      #expect(result.exitCode == 0, "\(result.standardError)")
      #expect(!result.standardOutput.contains("tops3cret"))
      #expect(result.standardOutput.contains("(secret)"))
      #expect(result.standardOutput.contains("localhost"))
    }
  }

  @Test func theHistoryKeepsNoSecretParam() throws {
    let scratch = try Scratch()
    try scratch.write("in.csv", "id\n")
    try scratch.write(
      "p.yaml", Self.file(#"secret_headers: {Authorization: "Bearer ${pw}"}"#, expression: "params.pw"))
    let run = try PipelineBinary.run("run", "p.yaml", "--json", "--quiet", in: scratch)
    #expect(run.exitCode == 0, "\(run.standardError)")
    let runs = try PipelineBinary.run("runs", "list", "p.yaml", "--format", "json", in: scratch)
    let id = try #require(runs.standardOutput.firstMatch(of: /"run_id": ?"([^"]+)"/)).output.1
    let shown = try PipelineBinary.run("runs", "show", "p.yaml", String(id), in: scratch)
    #expect(shown.exitCode == 0, "\(shown.standardError)")
    #expect(shown.standardOutput.contains("params.pw=(secret)"), "\(shown.standardOutput)")
    #expect(!shown.standardOutput.contains("tops3cret"))
  }

  /// A pipeline that asks `url`.
  private static func asking(_ url: String, _ setting: String = "") -> String {
    file(setting, expression: "1").replacing("http://${host}/a", with: url)
  }

  @Test(arguments: [
    "http://user:passw0rd@127.0.0.1:1/a", "http://${TOK}@127.0.0.1:1/a", "http://h/?t=${TOK}",
    "http://${host}/a?t=${TOK}&id=${{ id }}",
  ])
  func credentialsDoNotBelongIntoTheURL(url: String) throws {
    let scratch = try Scratch()
    try scratch.write("in.csv", "id\n1\n")
    try scratch.write("p.yaml", Self.asking(url))
    let plan = try PipelineBinary.process(
      ["plan", "p.yaml"], in: scratch, environment: ["TOK": "user:passw0rd"]
    ).run()
    #expect(plan.exitCode == 2)
    #expect(plan.standardError.contains("secret_headers"), "\(plan.standardError)")
    #expect(!(plan.standardError + plan.standardOutput).contains("passw0rd"), "\(plan.standardError)")
  }

  @Test func theServerMayComeFromTheEnvironment() throws {
    let scratch = try Scratch()
    try scratch.write("in.csv", "id\n1\n")
    try scratch.write("p.yaml", Self.asking("${SERVER}/a?id=${{ id }}"))
    let plan = try PipelineBinary.process(
      ["plan", "p.yaml"], in: scratch, environment: ["SERVER": "http://127.0.0.1:1"]
    ).run()
    #expect(plan.exitCode == 0, "\(plan.standardError)")
  }

  @Test(arguments: ["text", "json"]) func aProxyIsNotShown(format: String) throws {
    let scratch = try Scratch()
    try scratch.write("in.csv", "id\n1\n")
    try scratch.write("p.yaml", Self.asking("http://h/", #"proxy: "http://bob:s3cretpw@127.0.0.1:1""#))
    let plan = try PipelineBinary.run("plan", "p.yaml", "--format", format, in: scratch)
    #expect(plan.exitCode == 0, "\(plan.standardError)")
    #expect(plan.standardOutput.contains("proxy") && !plan.standardOutput.contains("s3cretpw"))
  }

  @Test(arguments: [
    #"headers: {authorization: "Bearer x"}"#, #"headers: {X-API-Key: "${pw}"}"#,
    #"headers: {X-Token: "${file:tok}"}"#, "method: POST\n      body: \"${file:tok}\"",
  ])
  func credentialsBelongIntoSecretHeaders(setting: String) throws {
    let scratch = try Scratch()
    try scratch.write("in.csv", "id\n1\n")
    try scratch.write("tok", "f1lesecret\n")
    try scratch.write("p.yaml", Self.file(setting, expression: "1"))
    let result = try PipelineBinary.run("validate", "p.yaml", in: scratch)
    #expect(result.exitCode == 2)
    #expect(result.standardError.contains("secret_headers"), "\(result.standardError)")
    #expect(!result.standardError.contains("f1lesecret"))
  }
}
