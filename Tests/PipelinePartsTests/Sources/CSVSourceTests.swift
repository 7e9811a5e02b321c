import PipelineModel
import Testing

@testable import PipelineParts

@Suite struct CSVSourceTests {
  let folder = TestFolder()

  /// Reads text with chunks of every size, the fast way and the exact way, and expects the same each time.
  private func read(
    _ text: String, change: (inout CSVOptions) -> Void = { _ in }
  ) throws -> [ReadRecord] {
    var options = CSVOptions(input: InputOptions(paths: [folder.write(text)]))
    change(&options)
    let expected = try readAll(CSVSource(options)).records
    for size in [64, 65, 80, 100, 127, 128, 200, 511] {
      options.input.chunkSize = size
      #expect(try readAll(CSVSource(options)).records == expected, "chunks of \(size) bytes")
      #expect(try readAll(CSVSource(options), exactly: true).records == expected, "exactly, \(size) bytes")
    }
    return expected
  }

  private func problem(_ text: String, change: (inout CSVOptions) -> Void = { _ in }) -> SourceProblem? {
    var options = CSVOptions(input: InputOptions(paths: [folder.write(text)]))
    change(&options)
    do { _ = try readAll(CSVSource(options)) } catch { return error as? SourceProblem }
    return nil
  }

  @Test func eachRecordKnowsItsLineOffsetAndText() throws {
    let records = try read("a,b\r\n1,\"x\r\ny\"\r\n\r\n2,\"\"\"q\"\"\"\r\n3,z")
    #expect(
      records == [
        ReadRecord(line: 2, cells: ["1", "x\r\ny"], original: "1,\"x\r\ny\"", offset: 5),
        ReadRecord(line: 5, cells: ["2", "\"q\""], original: "2,\"\"\"q\"\"\"", offset: 17),
        ReadRecord(line: 6, cells: ["3", "z"], original: "3,z", offset: 28),
      ])
  }

  @Test func raggedRecordsFailAndNameTheColumn() throws {
    let records = try read("id,name,age\n1,x\n2,y,3\n4,z,5,6,7\n8\n")
    #expect(
      records.map(\.failure) == [
        "ParseError: line 2: found 2 fields, expected 3; the first missing one is column 3, `age`", nil,
        "ParseError: line 4: found 5 fields, expected 3; field 4 and later ones have no column",
        "ParseError: line 5: found 1 field, expected 3; the first missing one is column 2, `name`",
      ])
  }

  @Test func textAfterAClosingQuoteFailsTheRecordUpToThatLine() throws {
    let records = try read("a,b\n1,\"x\"y\n2,\"line\nmore\" z\n3,ok\n")
    #expect(records.map(\.line) == [2, 3, 5])
    #expect(
      records[0].failure
        == "ParseError: line 2, column 6: text follows the closing quote of a field, where a delimiter or "
        + "line end must stand")
    #expect(records[1].failure?.hasPrefix("ParseError: line 4, column 6: ") == true)
    #expect(records[1].original == "2,\"line\nmore\" z")
    #expect(records[2].cells == ["3", "ok"])
  }

  @Test func aQuoteThatIsNeverClosedFailsOnlyItsLine() throws {
    let records = try read("a,b\n1,\"x\n2,y\n3,z\n")
    #expect(records.map(\.line) == [2, 3, 4])
    #expect(records[0].failure?.hasPrefix("ParseError: line 2, column 3: a quote is opened here") == true)
    #expect(records[0].original == "1,\"x")
    #expect(records[2].cells == ["3", "z"])
  }

  @Test func aQuoteThatIsNotClosedWithinMaxRecordFailsOnlyItsLine() throws {
    let rows = (0..<200).map { "\($0),value \($0)\n" }.joined()
    let records = try read("a,b\n1,\"x\n" + rows) { $0.input.maxRecord = 128 }
    #expect(records.count == 201)
    #expect(records[0].failure?.contains("`max_record` (128 bytes)") == true)
    #expect(records[200].cells == ["199", "value 199"])
    #expect(records[200].line == 202)
  }

  @Test(arguments: [128, 129, 200, 1000, 5000])
  func aRecordLongerThanMaxRecordFailsAndIsNotKept(length: Int) throws {
    let long = String(repeating: "x", count: length - 2)
    let records = try read("a,b\n1,\(long)\r\n2,y\r\n3,\(long)") { $0.input.maxRecord = 128 }
    #expect(records.map(\.line) == [2, 3, 4])
    if length == 128 {
      #expect(records[0].cells == ["1", long])
    } else {
      #expect(
        records[0].failure
          == "ParseError: line 2, column 1: the record is longer than `max_record` (128 bytes)")
      #expect(records[0].original.utf8.count == 128)
      #expect(records[2].failure?.hasPrefix("ParseError: line 4, column 1: ") == true)
    }
    #expect(records[1].cells == ["2", "y"])
  }

  @Test func aLongQuotedFieldOverSeveralLinesKeepsLineNumbersRight() throws {
    let long = String(repeating: "x\n", count: 300)
    let records = try read("a,b\n1,\"\(long)\"\n2,y\n") { $0.input.maxRecord = 1000 }
    #expect(records.map(\.line) == [2, 303])
    #expect(records[0].cells == ["1", long])
  }

  @Test func badTextFailsItsRecordOnly() throws {
    let text =
      Array("a,b\n1,\u{E9}\n2,".utf8) + [0xE9] + Array("\n3,\"x\n".utf8) + [0xC0, 0x80]
      + Array("\"\n4,z\n".utf8)
    for size in [64, 1024] {
      var options = CSVOptions(input: InputOptions(paths: [folder.write(text)]))
      options.input.chunkSize = size
      let records = try readAll(CSVSource(options)).records
      #expect(
        records.map(\.failure) == [
          nil,
          "EncodingError: line 3, byte 3: the text is not valid UTF-8; is the source's `encoding` right?",
          "EncodingError: line 5, byte 1: the text is not valid UTF-8; is the source's `encoding` right?",
          nil,
        ])
      #expect(records[0].cells == ["1", "\u{E9}"])
    }
  }

  @Test func blankLinesAreSkippedAlsoInOneColumn() throws {
    let records = try read("a\n\n1\n\r\n\"\"\n2\n\n")
    #expect(records.map(\.cells) == [["1"], [""], ["2"]])
    #expect(records.map(\.line) == [3, 5, 6])
  }

  @Test func nullValuesBecomeNullQuotedOrNot() throws {
    let records = try read("a,b,c\nNA,\"NA\",NAN\n,x,\"\"\n") { $0.nullValues = ["NA", ""] }
    #expect(records.map(\.cells) == [[nil, nil, "NAN"], [nil, "x", nil]])
  }

  @Test func trimDropsSpacesAroundFieldsAndQuotes() throws {
    let records = try read("a , b\n 1 , \"x \" \n2,y z \n") { $0.trim = true }
    #expect(records.map(\.cells) == [["1", "x "], ["2", "y z"]])
  }

  @Test func commentLinesAreSkipped() throws {
    let records = try read("# \"made\" by hand\na,b\n#1,\"2\n3,#4\n# end") { $0.comment = UInt8(ascii: "#") }
    #expect(records.map(\.cells) == [["3", "#4"]])
    #expect(records.map(\.line) == [4])
  }

  @Test func backslashTakesTheNextByteAsItIs() throws {
    let records = try read("a,b\nx\\,y,\"q\\\"z\"\n1,\\\\\n") { $0.escape = .backslash }
    #expect(records.map(\.cells) == [["x,y", "q\"z"], ["1", "\\"]])
  }

  @Test func withoutQuoteAQuoteIsText() throws {
    let records = try read("a\tb\n\"1\t2\"\n") {
      $0.quote = nil
      $0.delimiter = 9
    }
    #expect(records.map(\.cells) == [["\"1", "2\""]])
  }

  @Test func wideRowsAreRead() throws {
    let header = (0..<200).map { "c\($0)" }
    let row = (0..<200).map { $0 % 3 == 0 ? "\"v,\($0)\"" : "v\($0)" }.joined(separator: ",")
    let records = try read(header.joined(separator: ",") + "\n" + row + "\n" + row)
    #expect(records.map(\.cells.count) == [200, 200])
    #expect(records[1].cells[198] == "v,198")
  }

  @Test func laterFilesMayOrderTheirColumnsDifferently() throws {
    let paths = [
      folder.write("id,name,age\n1,x,3\n", to: "a.csv"), folder.write("", to: "b.csv"),
      folder.write("age,id,name\n4,2,y\n5,\n", to: "c.csv"),
    ]
    let source = try CSVSource(CSVOptions(input: InputOptions(paths: ["\(folder.path)/*.csv"])))
    #expect(source.files == paths)
    let records = try readAll(source).records
    #expect(records.map(\.cells) == [["1", "x", "3"], ["2", "y", "4"], []])
    #expect(records[2].failure?.hasSuffix("the first missing one is column 3, `name`") == true)
  }

  @Test func otherColumnsInALaterFileAreFoundBeforeTheFirstRecordIsRead() throws {
    folder.write("id,name\n1,x\n", to: "a.csv")
    folder.write("id,nom,age\n2,y,3\n", to: "b.csv")
    let problem = #expect(throws: SourceProblem.self) {
      try CSVSource(CSVOptions(input: InputOptions(paths: ["\(folder.path)/?.csv"])))
    }
    #expect(problem?.kind == .malformed)
    #expect(problem?.message.contains("lacks `name` and adds `nom`, `age`") == true)
  }

  @Test func unusableHeadersAreExplained() {
    #expect(problem("a,b,a\n1,2,3\n")?.message.contains("has `a` twice, as columns 1 and 3") == true)
    #expect(problem("a,,b,\n1,2,3,4\n")?.message.contains("no name for columns 2, 4") == true)
    #expect(problem("")?.message.contains("is empty") == true)
    #expect(problem("a,\"b\"c\n")?.message.contains("can't be read: text follows") == true)
    #expect(problem("a,b\n") { $0.hasHeader = false }?.message.contains("list them in `names`") == true)
  }

  @Test func namesReplaceTheHeaderOrAreUsedWithoutOne() throws {
    let replaced = try read("a,a\n1,2\n") { $0.names = ["x", "y"] }
    #expect(replaced.map(\.cells) == [["1", "2"]])
    let message = problem("a,b,c\n1,2,3\n") { $0.names = ["x", "y"] }?.message
    #expect(message?.contains("has 3 columns, `names` lists 2") == true)
    let without = try read("1,2\n3,4\n") {
      $0.names = ["x", "y"]
      $0.hasHeader = false
    }
    #expect(without.map(\.cells) == [["1", "2"], ["3", "4"]])
    #expect(problem("a,b,c\n") { $0.names = ["x", "y"] }?.kind == .malformed)
  }
}
