import PipelineModel
import Testing

@testable import PipelineParts

@Suite struct LinesSourceTests {
  let folder = TestFolder()

  @Test(arguments: [64, 70, 128, 4096])
  func eachLineIsARecord(chunkSize: Int) throws {
    var options = LinesOptions(input: InputOptions(paths: [folder.write("a\r\n\nb \"c\n\rd\nlast")]))
    options.input.chunkSize = chunkSize
    let records = try readAll(LinesSource(options)).records
    #expect(records.map(\.cells) == [["a"], [""], ["b \"c"], ["\rd"], ["last"]])
    #expect(records.map(\.line) == [1, 2, 3, 4, 5])
    #expect(records.map(\.offset) == [0, 3, 4, 9, 12])
    options.skipsBlank = true
    #expect(try readAll(LinesSource(options)).records.map(\.line) == [1, 3, 4, 5])
  }

  @Test(arguments: [64, 128, 1000, 100_000])
  func linesThatAreTooLongFail(chunkSize: Int) throws {
    let long = String(repeating: "x", count: 1000)
    let fit = String(repeating: "y", count: 200)
    var options = LinesOptions(
      input: InputOptions(paths: [folder.write("a\n\(long)\n\(fit)\n\(long)\n\(long)\nb\n\(long)")]))
    options.input.maxRecord = 200
    options.input.chunkSize = chunkSize
    let source = try LinesSource(options)
    let whole = try readAll(source)
    #expect(whole.records.map(\.line) == [1, 2, 3, 4, 5, 6, 7])
    #expect(whole.records.map { $0.failure == nil } == [true, false, true, false, false, true, false])
    #expect(
      whole.records[1].failure == "ParseError: line 2: the record is longer than `max_record` (200 bytes)")
    #expect(whole.records[1].original.utf8.count == 200)
    for end in whole.ends {
      #expect(try readAll(source, from: end).records == whole.records.filter { $0.offset >= end.offset })
    }
  }

  @Test func manyShortLinesMakeBoundedBatches() throws {
    let path = folder.write(String(repeating: "\n", count: 50_000))
    let source = try LinesSource(LinesOptions(input: InputOptions(paths: [path])))
    let whole = try readAll(source)
    #expect(whole.records.count == 50_000)
    #expect(whole.records.last?.line == 50_000)
    #expect(whole.ends.count > 10)
  }

  @Test func badTextFailsItsLineOnly() throws {
    let path = folder.write([0x61, 0x0A, 0xFF, 0x0A, 0x62, 0x0A])
    let records = try readAll(LinesSource(LinesOptions(input: InputOptions(paths: [path])))).records
    #expect(records.map { $0.failure == nil } == [true, false, true])
  }
}
