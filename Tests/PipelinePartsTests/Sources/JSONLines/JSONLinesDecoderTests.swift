import PipelineModel
import PipelineParts
import Testing

/// The chunk that a reader makes of a text at this place.
func chunk(_ text: String, firstLine: Int64 = 1, offset: Int64 = 0) -> Chunk {
  chunk(Array(text.utf8), firstLine, offset)
}

func chunk(_ bytes: [UInt8], _ firstLine: Int64 = 1, _ offset: Int64 = 0) -> Chunk {
  let position = SourcePosition(
    file: 0, path: "", offset: offset + Int64(bytes.count), line: 0, digest: RollingDigest().digest)
  return Chunk(
    sequence: 0, file: 0, text: TextBuffer(bytes), range: 0..<bytes.count, textOffset: offset,
    firstLine: firstLine, isRegular: false, end: position)
}

/// A cell as its kind and text.
func described(_ cell: Cell) -> String {
  switch cell.tag {
  case .missing: "missing"
  case .null: "null"
  case .yes: "true"
  case .no: "false"
  case .number: "number " + String(decoding: cell.text, as: UTF8.self)
  case .json: "json " + String(decoding: cell.text, as: UTF8.self)
  case .members: "members " + String(decoding: cell.text, as: UTF8.self)
  default: "string " + String(decoding: cell.text, as: UTF8.self)
  }
}

@Suite struct JSONLinesDecoderTests {
  private func decode(_ bytes: [UInt8], _ names: [String] = ["a", "b", "c"]) -> Batch {
    JSONLinesDecoder(schema: JSONLinesSchema.open(names)).decode(chunk(bytes, 7), width: names.count + 2)
  }

  private func row(_ text: String, _ names: [String] = ["a", "b", "c"]) -> [String] {
    let batch = decode(Array(text.utf8), names)
    return withExtendedLifetime(batch) { (0...names.count).map { described(batch.row(0)[$0]) } }
  }

  private func failure(_ bytes: [UInt8]) -> String {
    let batch = decode(bytes)
    return batch.failures.map { "\($0.row) \($0.stage) \($0.failure.type) \($0.failure.message)" }.joined(
      separator: "; ")
  }

  @Test func putsMembersIntoTheColumnsOfTheirNames() {
    #expect(row(#"{"a":1,"b":"x","c":null}"#) == ["number 1", "string x", "null", "missing"])
    #expect(row(#" { "c" : true , "a" : -1.50e3 } "#) == ["number -1.50e3", "missing", "true", "missing"])
    #expect(
      row(#"{"b":{"x":[1, 2]},"\u0061":"\ud83d\ude00\n"}"#) == [
        "string 😀\n", #"json {"x":[1, 2]}"#, "missing", "missing",
      ])
    #expect(row("{}") == ["missing", "missing", "missing", "missing"])
    #expect(row(#"{"a":"","b":[]}"#) == ["string ", "json []", "missing", "missing"])
  }

  @Test func keepsMembersWithoutColumnAsText() {
    #expect(row(#"{"x":1}"#).last == #"members "x":1"#)
    #expect(row(#"{"a":0,"x":1, "y" : {"z":"}"} ,"b":2}"#).last == #"members "x":1, "y" : {"z":"}"}"#)
    #expect(
      row(#"{"x":"\"","a":1,"\u0079":[ ],"b":2,"z":null}"#).last == #"members "x":"\"","\u0079":[ ],"z":null"#
    )
  }

  @Test func distinguishesNamesThatShareAPrefix() {
    let names = ["name", "names", "na", "name_of_the_customer_and_more", "n\"q", "b\\", ""]
    let text =
      #"{"names":1,"na":2,"name_of_the_customer_and_more":3,"name_of_the_customer_and_mor":0,"#
      + #""name":4,"n\"q":5,"b\\":6,"":7}"#
    #expect(
      row(text, names) == [
        "number 4", "number 1", "number 2", "number 3", "number 5", "number 6", "number 7",
        #"members "name_of_the_customer_and_mor":0"#,
      ])
  }

  @Test func findsEveryOneOfManyColumns() {
    let names = (0..<300).map { "column \($0)" }
    let text = "{" + names.reversed().map { "\"\($0)\":\"\($0)\"" }.joined(separator: ",") + "}"
    #expect(row(text, names) == names.map { "string " + $0 } + ["missing"])
  }

  @Test func skipsBlankLinesAndKnowsWhereRowsStand() {
    let text = "\n{\"a\":1}\r\n  \t\r\n{\"a\":2}\n\n{\"a\":3}"
    let batch = JSONLinesDecoder(schema: JSONLinesSchema.open(["a"])).decode(
      chunk(text, firstLine: 10, offset: 1000), width: 2)
    #expect(batch.rowCount == 3)
    #expect((0..<3).map { batch.origin($0).line } == [11, 13, 15])
    #expect((0..<3).map { batch.origin($0).offset } == [1001, 1015, 1024])
    #expect(
      (0..<3).map { String(decoding: batch.original($0), as: UTF8.self) } == [
        #"{"a":1}"#, #"{"a":2}"#, #"{"a":3}"#,
      ])
    #expect(batch.selection == [0, 1, 2])
  }

  @Test(arguments: [
    ("[1]", "0 -1 ParseError line 7, column 1: expected an object"),
    (#"{"é":tru}"#, "0 -1 ParseError line 7, column 6: expected a value"),
    (#"{"a":1} {"#, "0 -1 ParseError line 7, column 9: unexpected text after the value"),
    (#"{"a":1"#, "0 -1 ParseError line 7, column 7: expected `,` or `}`"),
    (#"{"a":"\ud800"}"#, "0 -1 ParseError line 7, column 7: half of a surrogate pair stands alone"),
    (#"{"a":1,"b":2,"a":null}"#, "0 -1 ParseError line 7, column 14: duplicate field"),
    (#"{"x":1,"b":2,"\u0078":3}"#, "0 -1 ParseError line 7, column 14: duplicate field"),
    (#"{"a":"x"#, "0 -1 ParseError line 7, column 8: the string has no end"),
    (#"{a:1}"#, "0 -1 ParseError line 7, column 2: expected a name in quotes"),
  ])
  func givesUpWhatIsNotOneObject(_ text: String, _ expected: String) {
    #expect(failure(Array(text.utf8)) == expected)
  }

  @Test func findsADuplicateAmongManyUnknownMembers() {
    let many = (0..<100).map { "\"x\($0)\":\($0)" }.joined(separator: ",")
    #expect(failure(Array("{\(many)}".utf8)) == "")
    #expect(
      failure(Array("{\(many),\"x50\":1}".utf8)) == "0 -1 ParseError line 7, column 882: duplicate field")
  }

  @Test func givesUpOnlyTheLineThatIsNotUTF8() {
    let bytes =
      Array(#"{"a":"é"}"#.utf8) + [0x0A] + Array(#"{"a":"é"#.utf8) + [0xFF] + Array("\"}\n{\"a\":\"é\"}".utf8)
    let batch = decode(bytes)
    #expect(batch.selection == [0, 2])
    #expect(failure(bytes) == "1 -1 EncodingError line 8, column 8: not UTF-8")
    #expect(described(batch.row(1)[0]) == "missing")
  }

  @Test func infersColumnsInTheOrderOfTheirFirstAppearance() {
    let head = TextBuffer(
      Array("{\"b\":1,\"a\":2}\nnot json\n\n{\"a\":1,\"\\u0063\":{\"x\":1},\"b\":0}\n{\"d\":1,\"e\":tr".utf8))
    let schema = JSONLinesSchema.infer(from: UnsafeBufferPointer(start: head.base, count: head.count))
    #expect(schema.names == ["b", "a", "c", "d", "e"])
    #expect(schema.isOpen && schema.restSlot == 5)
    #expect(schema.columns.allSatisfy { $0.type == .dynamic && $0.isNullable })
  }
}
