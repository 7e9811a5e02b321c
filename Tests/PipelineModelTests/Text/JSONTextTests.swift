import PipelineModel
import PipelineTesting
import Testing

private func json(_ text: String) -> String {
  withText(text) { bytes in
    written(JSONWriter.maximumLength(ofString: bytes.count)) { target in
      guard let base = bytes.baseAddress else { return target }
      return JSONWriter.writeString(base, count: bytes.count, to: target)
    }
  }
}

private func unescaped(_ text: String) -> String {
  withText(text) { bytes in
    written(bytes.count + 16) { target in
      bytes.baseAddress.map { target + JSONUnescape.write($0, count: bytes.count, to: target) } ?? target
    }
  }
}

@Suite struct JSONTextTests {
  @Test(arguments: [
    ("", #""""#), ("plain", #""plain""#), (#"a"b\c/d"#, #""a\"b\\c/d""#),
    ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#),
    ("\u{0}\u{1}\u{B}\u{1F} ", #""\u0000\u0001\u000b\u001f ""#),
    ("\u{7F}\u{80}é€😀\u{2028}", "\"\u{7F}\u{80}é€😀\u{2028}\""),
    ("0123456789abcde\"", #""0123456789abcde\"""#), ("0123456789abcdef\"", #""0123456789abcdef\"""#),
  ])
  func escapesWhatTheRFCAsksForAndNothingElse(_ text: String, _ expected: String) {
    #expect(json(text) == expected)
    #expect(String(decoding: JSONWriter.string(text), as: UTF8.self) == expected)
  }

  @Test(arguments: [
    ("plain", "plain"), (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"),
    (#"\u0041\u00e9\u20AC\ud83d\uDE00"#, "Aé€😀"),
    (#"0123456789abcdef\n0123456789abcdef"#, "0123456789abcdef\n0123456789abcdef"), (#"\u0000"#, "\u{0}"),
    (#"\uFFFF\uDBFF\uDFFF"#, "\u{FFFF}\u{10FFFF}"),
  ])
  func replacesEscapes(_ text: String, _ expected: String) { #expect(unescaped(text) == expected) }

  @Test func readsBackWhatItWrites() throws {
    var random = SeededRandom(seed: 4)
    let pieces = ["a", "\"", "\\", "\n", "\u{1}", "é", "😀", " ", "0123456789", "\u{7F}"]
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
      let written = json(text)
      try check(written.utf8)
      #expect(unescaped(String(written.dropFirst().dropLast())) == text)
    }
  }
}
