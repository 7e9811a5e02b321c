import ConfigSpec
import Testing

/// Mistakes whose place libyaml does not name: it gets stuck a line later.
@Suite struct PipelineFileErrorTests {
  @Test(
    arguments: [
      Marked("source:\n«uses»: csv\n  with: {}", "`uses` is not indented below `source`, which has no value"),
      Marked("stages:\n  «-»name: a\n    uses: b", "a space is missing after the `-`"),
      Marked("stages:\n  «--» name: a\n    uses: b", "an item of a list begins with one `-`"),
      Marked("stages:\n  «–» name: a\n    uses: b", "`–` begins no list item in YAML"),
      Marked("stages:\n  «name»: a\n    uses: b\n  - name: c\n", "a `- ` is missing before `name`"),
      Marked("with: {«path »\"${input}\"}", "`: ` is missing after `path`"),
      Marked("with: {«path:»\"${input}\"}", "`: ` is missing after `path`"),
      Marked("with: «path:» x", "`path` begins a map on the line of `with`"),
      Marked("stages: «[»\n  - name: a\n", "the `[` that is opened here is never closed"),
      Marked("a: 1\n«// comment»\nb: 2", "a comment begins with `#` in YAML"),
      Marked("a: |\n«foo»\nb: 2", "the text of `a` is not indented"),
      Marked("a: «\"b»\nc\": d", "the quote `\"` that is opened here is never closed"),
      Marked("a: «“»b: c”", "`“` is no quote in YAML"),
      Marked("a: 1\n«<<<<<<< HEAD»\nb: 2\n", "this line is a merge conflict marker"),
      Marked("a: 1\n«=======»\nb: 2\n", "this line is a merge conflict marker"),
      Marked("when: \"flag == \"«abnormal\"\"»", "text follows the closing quote"),
      Marked("a:\n  b: 1\n...\n«c: 1»", "the file's value has ended before this"),
    ])
  func pointsAtTheMistake(_ marked: Marked) {
    marked.expectFirstProblem()
  }

  @Test func adviceShowsTheWholeValueInQuotes() {
    #expect(help("when: 'a' in x") == "put the value in quotes: `\"'a' in x\"`")
    #expect(help("when: has(x) ? y: z") == "put the value in quotes: `'has(x) ? y: z'`")
    #expect(
      help("description: {{ $value }} per second") == "put the value in quotes: `'{{ $value }} per second'`")
    #expect(help("condition: {job=\"x\"} > 1") == "put the value in quotes: `'{job=\"x\"} > 1'`")
    #expect(help("with: {path: {{ x }}}") == "put the value in quotes: `'{{ x }}'`")
    #expect(help("with: {path: {{ x }}, b: 1}") == "put the value in quotes: `'{{ x }}'`")
    #expect(
      help("- {name: a, description: {{ $value }} per second}")
        == "put the value in quotes: `'{{ $value }} per second'`")
    #expect(help("condition: !x") == "put the value in quotes: `'!x'`")
  }

  private func help(_ text: String) -> String? {
    Breaker.decode(text: text).diagnostics.sorted.first?.help
  }
}
