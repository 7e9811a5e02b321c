import ConfigSpec
import Testing

@Suite struct YAMLReaderTests {
  private func json(_ text: String) -> String? {
    var diagnostics = Diagnostics()
    let node = YAMLReader().read(text: text, path: "a.yaml", into: &diagnostics)
    #expect(diagnostics.text() == "")
    return node.map { JSONValue($0).text() }
  }

  private func firstMessage(_ bytes: [UInt8]) -> String? {
    var diagnostics = Diagnostics()
    _ = YAMLReader().read(bytes, path: "a.yaml", into: &diagnostics)
    return diagnostics.sorted.first.map {
      "\($0.span?.start.line ?? 0):\($0.span?.start.column ?? 0) \($0.message)"
    }
  }

  @Test func typesUnquotedScalarsByTheCoreSchemaOnly() {
    #expect(
      json("[no, on, 012, 1:30, 1e3, 0x1F, 0o17, ~, true, .5, 1_000, '5', 2024-01-01]")
        == #"["no", "on", "012", "1:30", 1000.0, 31, 15, null, true, 0.5, "1_000", "5", "2024-01-01"]"#)
  }

  @Test func expandsAliasesAndMerges() {
    #expect(
      json(
        """
        base: &base {a: 1, b: 2}
        other: &other {b: 3, c: 4}
        one: {<<: *base, b: 5}
        many:
          d: 6
          <<: [*base, *other]
        alias: *base
        """)
        == #"{"base":{"a":1,"b":2},"other":{"b":3,"c":4},"one":{"a":1,"b":5},"many":{"d":6,"a":1,"b":2,"c":4},"#
        + #""alias":{"a":1,"b":2}}"#)
  }

  @Test func readsByteOrderMarksAndUTF16() {
    let text = "ä: x\nb: y"
    let units = Array(text.utf16)
    let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for bytes in [
      [0xEF, 0xBB, 0xBF] + Array(text.utf8), [0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big,
    ] {
      var diagnostics = Diagnostics()
      let node = YAMLReader().read(bytes, path: "a.yaml", into: &diagnostics)
      #expect(diagnostics.text() == "")
      #expect(node?["b"]?.span.start == Position(line: 2, column: 4))
      #expect(node?.entries?.first?.value.span.start == Position(line: 1, column: 4))
    }
  }

  @Test func refusesWhatIsNoText() {
    #expect(
      firstMessage(Array("a: b\nc: ".utf8) + [0xE4, 0x20])
        == "2:4 the file is not valid UTF-8 at line 2, column 4")
    #expect(
      firstMessage(Array("a: b\nc: \0".utf8)) == "2:4 the file contains a NUL byte, which YAML does not allow"
    )
    #expect(firstMessage([0x1F, 0x8B, 8, 0]) == "1:1 this is a gzip file, not a YAML text")
    #expect(
      firstMessage([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0])
        == "1:1 this is a UTF-32 file (save it as UTF-8), not a YAML text")
    #expect(
      firstMessage(Array("a: \u{7F}".utf8))
        == "1:4 the file contains the control character U+007F, which YAML does not allow")
  }

  @Test func refusesAMissingFileAndADirectory() {
    var diagnostics = Diagnostics()
    _ = YAMLReader().read(path: "/does/not/exist.yaml", into: &diagnostics)
    _ = YAMLReader().read(path: "/", into: &diagnostics)
    #expect(
      diagnostics.sorted.map(\.message) == ["`/does/not/exist.yaml` does not exist", "`/` is a directory"])
  }

  @Test func placesOfScalarsArePrecise() throws {
    var diagnostics = Diagnostics()
    let text = "a: &x !!str  5\nb:\n  - 'é'\n  - k: *x\nc: |\n  text\n"
    let node = try #require(YAMLReader().read(text: text, path: "a.yaml", into: &diagnostics))
    #expect(node["a"]?.span.text == "5")
    #expect(node["b"]?.items?[0].span.text == "'é'")
    #expect(node["b"]?.items?[1]["k"]?.span.start == Position(line: 1, column: 14))
    #expect(node["b"]?.span.end == Position(line: 4, column: 10))
  }
}
