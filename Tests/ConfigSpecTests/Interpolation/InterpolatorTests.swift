import ConfigSpec
import Testing

@Suite struct InterpolatorTests {
  private struct Options: Configurable {
    var port = 0
    var path = ""
    var url = Template(literal: "")
    var when: ExpressionSource?
    var token = Secret("")
    static let spec = Spec(blank: Self(), "Options of a test.") {
      Field("port", \.port, "A port.")
      Field("path", \.path, "A path.")
      Field("url", \.url, "An address.")
      Field("when", \.when, "A condition.")
      Field("token", \.token, "A secret.")
    }
  }

  private let interpolator = Interpolator(
    params: ["input": .init("data.csv"), "port": .init("80"), "EMPTY": .init("")],
    environment: ["HOME": "/root", "input": "no", "BAD": "abc"],
    readFile: { path in
      if path == "conf/secret" { return "s3cret\n" }
      throw CancellationError()
    })

  private func decode(_ text: String) -> Decoded<Options> {
    var diagnostics = Diagnostics()
    guard let node = YAMLReader().read(text: text, path: "conf/a.yaml", into: &diagnostics) else {
      return Decoded(options: nil, origins: Origins(), diagnostics: diagnostics)
    }
    let replaced = interpolator.apply(to: node, &diagnostics)
    return Options.decode(replaced, diagnostics: diagnostics)
  }

  @Test(
    arguments: [
      ("${input}", "data.csv"), ("a/${HOME}/b", "a//root/b"), ("${NONE:-x y}", "x y"), ("${EMPTY:-x}", "x"),
      ("${EMPTY}", ""), ("$${input}", "${input}"), ("$input $", "$input $"), ("${file:secret}", "s3cret"),
      ("${NONE:-}", ""), ("$${{ x }}", "${{ x }}"),
    ])
  func replaces(_ written: String, _ expected: String) {
    let decoded = decode("path: \"\(written)\"")
    #expect(decoded.diagnostics.text() == "")
    #expect(decoded.options?.path == expected)
  }

  @Test func theFieldDecidesTheTypeOfTheResult() {
    #expect(decode("port: \"${port}\"").options?.port == 80)
    #expect(decode("port: 1${port}").options?.port == 180)
  }

  @Test(
    arguments: [
      Marked("path: a«${imput}»", "`imput` is neither a param nor an environment variable"),
      Marked("path: \"«${X:?where?}»\"", "`X` must be set: where?"),
      Marked("path: \"«${}»\"", "`${}` names no param"),
      Marked("path: \"«${a b}»\"", "`${a b}` names no param"),
      Marked("path: \"a «${input»\"", "`${` is never closed with `}`"),
      Marked("path: \"«${A:-${B}»}\"", "`${…}` can't be nested"),
      Marked("port: «\"${input}\"»", "`port` must be a whole number, found `data.csv` (from `${input}`)"),
      Marked(
        "port: «\"${BAD}\"»",
        "`port` must be a whole number, found a text that contains the value of `${BAD}`"),
      Marked("when: \"x == '«${input}»'\"", "`when` is an expression; `${input}` is not replaced in it"),
      Marked("url: \"a«${{» x\"", "`url` has a `${{` that is never closed with `}}`"),
      Marked("url: \"a${{ «${»x} }}\"", "`url` has `${` inside an expression"),
      Marked("url: \"a«${{ }}»\"", "`url` has an empty `${{ }}`"),
      Marked("path: \"a«${{» x }}\"", "`path` is a fixed text; `${{ … }}` is not evaluated here"),
    ])
  func reports(_ marked: Marked) {
    marked.expectFirst(decode(marked.text).diagnostics)
  }

  @Test func templatesKeepExpressionsAndTheirPlaces() throws {
    let text = "url: \"http://${input}/\\u0041/${{ {'a': '}}'}.a + r'\\\\' }}/x$${{y\""
    let decoded = decode(text)
    #expect(decoded.diagnostics.text() == "")
    let segments = try #require(decoded.options?.url.segments)
    #expect(segments.count == 3)
    #expect(segments[0] == .literal("http://data.csv/A/"))
    #expect(segments[2] == .literal("/x${{y"))
    guard case .expression(let source) = segments[1] else {
      Issue.record("no expression")
      return
    }
    #expect(source.text == "{'a': '}}'}.a + r'\\'")
    #expect(source.span(of: 6..<10)?.text == "'}}'")
    #expect(source.span(of: 11..<13)?.text == ".a")
  }

  @Test func hidesOnlyWhatIsWrittenLiterally() {
    let output = decode("{token: \"abc${input}def\", port: x}").diagnostics.text()
    #expect(output.contains("****${input}****"))
    #expect(!output.contains("abc"))
  }

  @Test(arguments: ["lim", "port"])
  func expressionsSayAtOnceThatNothingIsReplacedInThem(_ name: String) {
    let problems = decode("when: \"x > ${\(name)}\"").diagnostics.sorted
    #expect(problems.map(\.message) == ["`when` is an expression; `${\(name)}` is not replaced in it"])
    #expect(problems.first?.help == "use `params.\(name)` for a param, or `$${` for a literal `${`")
    #expect(problems.first?.span?.text == "${\(name)}")
  }
}
