import PipelineModel
import PipelineParts
import Testing

@Suite struct CSVEncoderTests {
  private func line(_ format: CSVFormat = CSVFormat(), _ cells: (Batch) -> [Cell]) -> String {
    let batch = batch(cells)
    return encoded(batch, CSVEncoder(schema: columns((0..<batch.width).map { "c\($0)" }), format: format))
  }

  private func texts(_ texts: String..., format: CSVFormat = CSVFormat()) -> String {
    line(format) { batch in texts.map { batch.copyText($0) } }
  }

  private func header(_ names: [String], _ format: CSVFormat = CSVFormat()) -> String {
    String(decoding: CSVEncoder(schema: columns(names), format: format).preamble, as: UTF8.self)
  }

  @Test func writesEveryKindOfCell() {
    #expect(
      line { _ in [Cell(-5 as Int64), Cell(2.5), Cell(true), Cell(false), .null, .missing] }
        == "-5,2.5,true,false,,\n")
    #expect(
      line { _ in [Cell(seconds: 0, nanoseconds: 0), Cell(days: 0), Cell(Double.nan)] }
        == "1970-01-01T00:00:00Z,1970-01-01,nan\n")
    #expect(
      line { [$0.copyText("1.50", tag: .number), $0.copyText(#"{"x":[1,2]}"#, tag: .json)] }
        == #"1.50,"{""x"":[1,2]}""# + "\n")
  }

  @Test func quotesOnlyWhatNeedsIt() {
    #expect(texts("a b", " x ", "'", ";") == "a b, x ,',;\n")
    #expect(
      texts("a,b", "say \"hi\"", "two\nlines", "cr\r")
        == "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"cr\r\"\n")
    #expect(
      texts("0123456789abcdef,", "0123456789abcde,", "0123456789abcdef")
        == "\"0123456789abcdef,\",\"0123456789abcde,\",0123456789abcdef\n")
    #expect(texts("", "") == ",\n")
  }

  @Test func quotesAnEmptyFieldThatIsAlone() {
    #expect(texts("") == "\"\"\n")
    #expect(line { _ in [.null] } == "\"\"\n")
    #expect(header([""]) == "\"\"\n")
  }

  @Test func writesTheHeaderAsItWritesFields() {
    #expect(header(["id", "a,b", "c\"d"]) == "id,\"a,b\",\"c\"\"d\"\n")
    var format = CSVFormat()
    format.hasHeader = false
    #expect(header(["id"], format) == "")
  }

  @Test func aReaderOfTheRFCFindsTheSameFields() {
    var seed: UInt64 = 9
    func random(_ limit: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % limit
    }
    let pieces = ["a", "\"", ",", "\n", "\r", "0123456789abcdef", "é", " ", ""]
    for _ in 0..<2000 {
      let fields = (0..<1 + random(4)).map { _ in (0..<random(6)).map { _ in pieces[random(9)] }.joined() }
      #expect(parsed(line { batch in fields.map { batch.copyText($0) } }) == fields)
    }
  }

  /// The fields of one record by a byte loop: two quotes inside quotes are one.
  private func parsed(_ record: String) -> [String] {
    let bytes = Array(record.utf8.dropLast())
    var fields: [[UInt8]] = [[]]
    var isQuoted = false
    var index = 0
    while index < bytes.count {
      let isDouble = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\"")
      if bytes[index] == UInt8(ascii: "\""), isQuoted, isDouble {
        fields[fields.count - 1].append(bytes[index])
        index += 1
      } else if bytes[index] == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if bytes[index] == UInt8(ascii: ","), !isQuoted {
        fields.append([])
      } else {
        fields[fields.count - 1].append(bytes[index])
      }
      index += 1
    }
    return fields.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func followsTheFormat() {
    var format = CSVFormat()
    format.delimiter = UInt8(ascii: ";")
    format.quote = UInt8(ascii: "'")
    format.lineEnd = "\r\n"
    format.nullText = "NULL"
    #expect(texts("a,b", "c;d", "e'f", "\"", format: format) == "a,b;'c;d';'e''f';\"\r\n")
    #expect(
      line(format) { [.null, $0.copyText("NULL"), $0.copyText("NULLS"), $0.copyText("")] }
        == "NULL;'NULL';NULLS;\r\n")
    #expect(header(["a;b", "c"], format) == "'a;b';c\r\n")
  }
}
