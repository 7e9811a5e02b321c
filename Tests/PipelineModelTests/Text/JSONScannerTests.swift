import PipelineModel
import Testing

/// Whether the text is JSON: UTF-8, one value, nothing after it.
func check(_ bytes: some Collection<UInt8>, maximumDepth: Int = 512) throws(JSONProblem) {
  let result: Result<Void, JSONProblem> = withText(bytes) { text in
    do throws(JSONProblem) {
      if let place = UTF8Validator.firstInvalidByte(in: text) {
        throw JSONProblem(offset: place, .invalidUTF8)
      }
      guard let base = text.baseAddress else { throw JSONProblem(offset: 0, .expectedValue) }
      var scanner = JSONScanner(base: base, count: text.count, maximumDepth: maximumDepth)
      scanner.skipSpace()
      _ = try scanner.value()
      return .success(try scanner.expectEnd())
    } catch {
      return .failure(error)
    }
  }
  try result.get()
}

@Suite struct JSONScannerTests {
  @Test(
    arguments: [
      ("", 0, .expectedValue), ("[1,]", 3, .expectedValue), ("[1 2]", 3, .expectedCommaOrBracket),
      (#"{"a":1,}"#, 7, .expectedName), (#"{"a" 1}"#, 5, .expectedColon),
      (#"{"a":1"#, 6, .expectedCommaOrBrace),
      ("[1}", 2, .expectedCommaOrBracket), ("{]", 1, .expectedName), ("1 1", 2, .unexpectedText),
      (#""abc"#, 4, .unterminatedString), ("\"a\u{1}\"", 2, .controlCharacter),
      (#""a\x""#, 2, .invalidEscape),
      (#""\u12g4""#, 1, .invalidHexadecimal), (#""\u123"#, 1, .invalidHexadecimal),
      (#""\ud800""#, 1, .loneSurrogate),
      (#""\udc00\ud800""#, 1, .loneSurrogate), (#""x\ud800\u0041""#, 2, .loneSurrogate),
      ("01", 1, .unexpectedText),
      ("-", 1, .invalidNumber), ("1.", 2, .invalidNumber), ("1e+", 3, .invalidNumber),
      ("+1", 0, .expectedValue),
      ("nul", 0, .expectedValue), ("[tru]", 1, .expectedValue), ("NaN", 0, .expectedValue),
      ("\"\\", 2, .unterminatedString),
    ] as [(String, Int, JSONProblem.Reason)])
  func saysWhereTextIsNotJSON(_ text: String, _ offset: Int, _ reason: JSONProblem.Reason) {
    #expect(throws: JSONProblem(offset: offset, reason)) { try check(text.utf8) }
  }

  @Test(arguments: [1, 63, 64, 65, 127, 128, 129, 511, 512])
  func remembersTheKindOfEveryLevel(_ depth: Int) throws {
    let isObject = (0..<depth).map { $0 % 3 == 0 || $0 % 7 == 0 }
    let opening = isObject.map { $0 ? #"{"a":"# : "[" }.joined()
    let closing = isObject.reversed().map { $0 ? "}" : "]" }
    try check((opening + "1" + closing.joined()).utf8)
    for wrong in [0, depth / 2, depth - 1] {
      var brackets = closing
      brackets[wrong] = brackets[wrong] == "}" ? "]" : "}"
      let reason: JSONProblem.Reason = closing[wrong] == "}" ? .expectedCommaOrBrace : .expectedCommaOrBracket
      let problem = JSONProblem(offset: opening.utf8.count + 1 + wrong, reason)
      #expect(throws: problem) { try check((opening + "1" + brackets.joined()).utf8) }
    }
  }

  @Test func rejectsDeepNestingWithoutRecursion() {
    #expect(throws: JSONProblem(offset: 512, .tooDeep)) {
      try check(Array(repeating: UInt8(ascii: "["), count: 2_000_000))
    }
    let objects = String(repeating: #"{"a":"#, count: 100_000)
    #expect(throws: JSONProblem(offset: 512 * 5, .tooDeep)) { try check(objects.utf8) }
  }

  @Test func findsTheEndOfStringsOfEveryLength() throws {
    for count in 0..<200 {
      let text = "\"" + String(repeating: "x", count: count) + "\""
      try check(text.utf8)
      #expect(throws: JSONProblem(offset: count + 1, .unterminatedString)) { try check(text.utf8.dropLast()) }
    }
  }
}
