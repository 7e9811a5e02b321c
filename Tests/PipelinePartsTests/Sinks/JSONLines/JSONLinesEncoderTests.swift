import PipelineModel
import PipelineParts
import Testing

@Suite struct JSONLinesEncoderTests {
  private func line(_ names: [String], rest: Bool = false, _ cells: (Batch) -> [Cell]) -> String {
    encoded(batch(cells), JSONLinesEncoder(schema: columns(names, restSlot: rest ? names.count : nil)))
  }

  @Test func writesEveryKindOfCell() {
    #expect(
      line(["i", "d", "t", "f", "n"]) { _ in [Cell(-5 as Int64), Cell(2.5), Cell(true), Cell(false), .null] }
        == #"{"i":-5,"d":2.5,"t":true,"f":false,"n":null}"# + "\n")
    #expect(
      line(["t", "d"]) { _ in [Cell(seconds: 0, nanoseconds: 500_000_000), Cell(days: 19_782)] }
        == #"{"t":"1970-01-01T00:00:00.5Z","d":"2024-02-29"}"# + "\n")
    #expect(
      line(["s", "n", "j"]) {
        [$0.copyText("a\"b\n😀"), $0.copyText("1.50", tag: .number), $0.copyText(#"{"x": [1]}"#, tag: .json)]
      } == #"{"s":"a\"b\n😀","n":1.50,"j":{"x": [1]}}"# + "\n")
  }

  @Test func writesNullForWhatIsNoNumberInJSON() {
    #expect(
      line(["a", "b", "c"]) { _ in [Cell(Double.nan), Cell(Double.infinity), Cell(-Double.infinity)] }
        == #"{"a":null,"b":null,"c":null}"# + "\n")
  }

  @Test func leavesOutMissingFields() {
    #expect(line(["a", "b"]) { _ in [.missing, Cell(true)] } == "{\"b\":true}\n")
    #expect(line(["a", "b"]) { _ in [.missing, .missing] } == "{}\n")
    #expect(line([]) { _ in [.missing] } == "{}\n")
  }

  @Test func appendsTheMembersWithoutColumn() {
    #expect(
      line(["a"], rest: true) { [Cell(true), $0.copyText(#""x":1,"y":[]"#, tag: .members)] }
        == #"{"a":true,"x":1,"y":[]}"# + "\n")
    #expect(
      line(["a"], rest: true) { [.missing, $0.copyText(#""x":1"#, tag: .members)] } == #"{"x":1}"# + "\n")
    #expect(line(["a"], rest: true) { _ in [.missing, .missing] } == "{}\n")
  }

  @Test func writesNoKeyTwice() {
    let members = #""x":1, "a" : "y\n", "\u0062":[1,\#n2], "c": 3"#
    #expect(
      line(["a", "b", "c"], rest: true) {
        [Cell(true), .null, .missing, $0.copyText(members, tag: .members)]
      } == #"{"a":true,"b":null,"x":1,"c": 3}"# + "\n")
    #expect(
      line(["a"], rest: true) { [Cell(true), $0.copyText(#""a":"z""#, tag: .members)] }
        == #"{"a":true}"# + "\n")
  }

  @Test func keepsEveryRecordOnOneLine() {
    #expect(
      line(["a"]) { [$0.copyText("{\r\n  \"x\": \"0123456789abcdef\",\n\"y\":1}", tag: .json)] }
        == #"{"a":{    "x": "0123456789abcdef", "y":1}}"# + "\n")
  }

  @Test func escapesNames() {
    #expect(
      line(["a\"b", "a rather long name, longer than sixteen"]) { _ in [.null, .null] }
        == #"{"a\"b":null,"a rather long name, longer than sixteen":null}"# + "\n")
  }

  @Test func decodesWhatItWrites() {
    let text =
      #"{"a":"x\u0001é","b":[1,{"c":2}],"d":1e5,"z":null,"y":"\\"}"# + "\n"
      + #"{"a":true,"b":false,"d":"","x":1}"# + "\n"
    let schema = JSONLinesSchema.open(["a", "b", "d"])
    let batch = JSONLinesDecoder(schema: schema).decode(chunk(text), width: 4)
    #expect(encoded(batch, JSONLinesEncoder(schema: schema), rows: [0, 1]) == text)
  }

  @Test func growsTheOutputForTextThatTriplesInSize() {
    let long = String(repeating: "\u{1}", count: 10_000)
    let expected = "{\"a\":\"" + String(repeating: "\\u0001", count: 10_000) + "\"}\n"
    #expect(line(["a"]) { [$0.copyText(long)] } == expected)
  }
}
