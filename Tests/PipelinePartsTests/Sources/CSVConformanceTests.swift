import FoundationEssentials
import PipelineModel
import Testing

@testable import PipelineParts

/// What Python's csv module reads in strict mode, case by case.
@Suite(.enabled(if: sharedFolder != nil, "needs the folder `shared`"))
struct CSVConformanceTests {
  struct Case: Decodable, CustomTestStringConvertible {
    struct Options: Decodable {
      var delimiter: String?
      var escapechar: String?
      var skipinitialspace: Bool?
    }

    var name: String
    var input: String
    var options: Options
    var rows: [[String]]?
    var error: String?

    var testDescription: String { name }
  }

  static let cases: [Case] = {
    guard let sharedFolder else { return [] }
    let bytes = contents(of: "\(sharedFolder)/conformance/csv/authored_cases_python_csv_oracle.json")
    return (try? JSONDecoder().decode([Case].self, from: Data(bytes))) ?? []
  }()

  @Test func thereAreCases() { #expect(CSVConformanceTests.cases.count == 38) }

  @Test(arguments: cases)
  func readsWhatPythonReads(test: Case) throws {
    let folder = TestFolder()
    // Blank lines are `[]` for Python and no records here.
    let rows = test.rows?.filter { !$0.isEmpty }
    let width = rows?.map(\.count).max() ?? 2
    var options = CSVOptions(input: InputOptions(paths: [folder.write(test.input)]))
    options.hasHeader = false
    options.names = (0..<max(width, 1)).map { "c\($0)" }
    options.delimiter = test.options.delimiter?.utf8.first ?? options.delimiter
    if test.options.escapechar != nil { options.escape = .backslash }
    options.trim = test.options.skipinitialspace ?? false
    for size in Array(64...512) + [128 * 1024] {
      options.input.chunkSize = size
      let source = try CSVSource(options)
      let records = try readAll(source).records
      #expect(try readAll(source, exactly: true).records == records)
      guard let rows else {
        #expect(records.first?.failure?.hasPrefix("ParseError: line 1, column ") == true)
        continue
      }
      // Python takes a byte order mark of text for a character; of a file it is none.
      let expected = rows.enumerated().map { row in
        row.element.enumerated().map { cell in
          row.offset == 0 && cell.offset == 0 && cell.element.hasPrefix("\u{FEFF}")
            ? String(cell.element.dropFirst()) : cell.element
        }
      }
      #expect(records.count == expected.count)
      for (record, row) in zip(records, expected) {
        if row.count == width {
          #expect(record.cells == row)
        } else {
          #expect(record.failure?.contains("expected \(width)") == true)
        }
      }
    }
  }

  @Test func repeatedCasesReadTheSameAcrossChunkBorders() throws {
    for test in CSVConformanceTests.cases where test.error == nil && test.name != "bom_as_text" {
      guard let rows = test.rows, let width = rows.last?.count, width > 0, test.options.escapechar == nil
      else { continue }
      var input = test.input
      if input.utf8.last != 0x0A && input.utf8.last != 0x0D { input += "\n" }
      let folder = TestFolder()
      var options = CSVOptions(
        input: InputOptions(paths: [folder.write(String(repeating: input, count: 40))]))
      options.hasHeader = false
      options.names = (0..<width).map { "c\($0)" }
      options.delimiter = test.options.delimiter?.utf8.first ?? options.delimiter
      options.trim = test.options.skipinitialspace ?? false
      let expected = Array(repeating: rows.filter { !$0.isEmpty }, count: 40).joined()
      for size in stride(from: 64, through: 512, by: 7) {
        options.input.chunkSize = size
        let records = try readAll(CSVSource(options)).records
        #expect(records.count == expected.count, "\(test.name), \(size)")
        for (record, row) in zip(records, expected) where row.count == width {
          #expect(record.cells == row, "\(test.name), \(size)")
        }
      }
    }
  }
}
