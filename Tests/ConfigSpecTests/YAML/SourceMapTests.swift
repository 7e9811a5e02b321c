import ConfigSpec
import Testing

@Suite struct SourceMapTests {
  private func place(_ yaml: String, of word: String) throws -> String {
    var diagnostics = Diagnostics()
    let node = try #require(YAMLReader().read(text: yaml, path: "a.yaml", into: &diagnostics)?["a"])
    let text = Array(try #require(node.scalar).text.utf8)
    let wanted = Array(word.utf8)
    let offset = try #require(text.indices.first { text[$0...].starts(with: wanted) })
    let span = node.sourceMap.span(of: offset..<offset + wanted.count)
    return "\(span.start.line):\(span.start.column) \(span.text)"
  }

  @Test func mapsEveryStyle() throws {
    #expect(try place("a: one two", of: "two") == "1:8 two")
    #expect(try place("a: 'it''s two'", of: "two") == "1:11 two")
    #expect(try place(#"a: "\té\u00e9 two""#, of: "two") == "1:15 two")
    #expect(try place("a: one\n   two\n\n   three", of: "two") == "2:4 two")
    #expect(try place("a: one\n   two\n\n   three", of: "three") == "4:4 three")
    #expect(try place("a: \"one\n   two \\\n   three\"", of: "three") == "3:4 three")
    #expect(try place("a: 'one\n   two'", of: "two") == "2:4 two")
    #expect(try place("a: |\n  one\n    two\n\n  three\n", of: "two") == "3:5 two")
    #expect(try place("a: |\n  one\n    two\n\n  three\n", of: "three") == "5:3 three")
    #expect(try place("a: >-\n  one\n  two\n\n  three\n", of: "two") == "3:3 two")
    #expect(try place("a: >-\n  one\n  two\n\n  three\n", of: "three") == "5:3 three")
    #expect(try place("a: >\n\n  one\n   more\n  two\n", of: "two") == "5:3 two")
    #expect(try place("a: |\r\n  one\r\n  two\r\n", of: "two") == "3:3 two")
  }
}
