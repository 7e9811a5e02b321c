import PipelineModel
import Testing

@testable import PipelineParts

@Suite struct JSONLinesSourceTests {
  let folder = TestFolder()
  let text = "{\"a\":1,\"b\":\"x\"}\n\n{\"b\":\"y\",\"c\":[1]}\r\nnot json\n{\"a\":2}"

  @Test func fieldsComeFromTheHead() throws {
    for bytes in [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), gzip(text.utf8)] {
      let source = try JSONLinesSource(JSONLinesOptions(input: InputOptions(paths: [folder.write(bytes)])))
      #expect(source.schema.names == ["a", "b", "c"])
      let records = try readAll(source).records
      #expect(records.map(\.line) == [1, 3, 4, 5])
      #expect(
        records.map(\.cells) == [
          ["1", "x", "<missing>"], ["<missing>", "y", "[1]"], [], ["2", "<missing>", "<missing>"],
        ])
      #expect(records[2].failure?.hasPrefix("ParseError: line 4, column 1: ") == true)
    }
  }

  @Test func declaredFieldsAreTheColumns() throws {
    var options = JSONLinesOptions(input: InputOptions(paths: [folder.write(text)]))
    options.fields = ["b"]
    options.input.chunkSize = 64
    let source = try JSONLinesSource(options)
    #expect(source.schema.names == ["b"])
    #expect(try readAll(source).records.map(\.cells) == [["x"], ["y"], [], ["<missing>"]])
  }

  @Test func aLineThatIsTooLongFailsWhateverTheChunks() throws {
    let long = "{\"a\":\"\(String(repeating: "x", count: 500))\"}"
    for size in [64, 300, 10_000] {
      var options = JSONLinesOptions(
        input: InputOptions(paths: [folder.write("{\"a\":1}\n\(long)\n{\"a\":2}\n")]))
      options.input.chunkSize = size
      options.input.maxRecord = 256
      let records = try readAll(JSONLinesSource(options)).records
      #expect(records.map { $0.failure == nil } == [true, false, true])
      #expect(records.map(\.line) == [1, 2, 3])
    }
  }
}
