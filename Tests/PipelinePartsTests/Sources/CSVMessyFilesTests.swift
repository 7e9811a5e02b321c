import FoundationEssentials
import Glibc
import PipelineModel
import Testing

@testable import PipelineParts

private let hasPython =
  system("python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null") == 0

/// Files that people really have, read by Python's csv module in strict mode and by us.
@Suite(
  .enabled(if: sharedFolder != nil, "needs the folder `shared`"),
  .enabled(if: hasPython, "needs python3, 3.11 or later"))
struct CSVMessyFilesTests {
  struct File: Decodable, CustomTestStringConvertible {
    struct Row: Decodable {
      var line: Int64
      var cells: [String]
    }

    var path: String
    var encoding: String
    var rows: [Row]
    /// The line at which Python gave up.
    var error: Int64?

    var testDescription: String { path }
  }

  static let script = """
    import csv, gzip, io, json, pathlib, sys
    for path in sorted(pathlib.Path(sys.argv[1]).rglob('*')):
        if not path.is_file() or path.suffix not in ('.csv', '.tsv', '.gz'): continue
        encoding = 'utf-16' if 'utf16' in path.name else 'latin-1' if 'latin1' in path.name else 'utf-8'
        data = path.read_bytes()
        if path.suffix == '.gz': data = gzip.decompress(data)
        text = io.TextIOWrapper(io.BytesIO(data), encoding='utf-8-sig' if encoding == 'utf-8' else encoding, newline='')
        delimiter = chr(9) if path.suffix == '.tsv' else ','
        reader = csv.reader(text, strict=True, delimiter=delimiter)
        rows, error, line = [], None, 1
        try:
            for row in reader:
                if row: rows.append({'line': line, 'cells': row})
                line = reader.line_num + 1
        except (csv.Error, UnicodeDecodeError):
            error = line
        print(json.dumps({'path': str(path), 'encoding': encoding, 'rows': rows, 'error': error}))
    """

  static let files: [File] = {
    guard let sharedFolder, hasPython else { return [] }
    let folder = TestFolder()
    let program = folder.write(script, to: "read.py")
    let output = "\(folder.path)/output"
    guard system("python3 '\(program)' '\(sharedFolder)/data/messy-csv' > '\(output)'") == 0 else {
      return []
    }
    defer { unlink(output) }
    return contents(of: output).split(separator: 0x0A).compactMap {
      try? JSONDecoder().decode(File.self, from: Data($0))
    }
  }()

  @Test func thereAreFiles() { #expect(CSVMessyFilesTests.files.count > 60) }

  @Test(arguments: files)
  func readsWhatPythonReads(file: File) throws {
    var options = CSVOptions(input: InputOptions(paths: [file.path]))
    options.input.encoding = try #require(TextEncoding(rawValue: file.encoding))
    if file.path.hasSuffix(".tsv") { options.delimiter = 9 }
    options.hasHeader = false
    let width = file.rows.first?.cells.count ?? 1
    options.names = (0..<width).map { "c\($0)" }
    for size in [64, 100, 511, 128 * 1024] {
      options.input.chunkSize = size
      let records = try readAll(CSVSource(options)).records
      if file.error == nil { #expect(records.count == file.rows.count) }
      try #require(records.count >= file.rows.count)
      for (record, row) in zip(records, file.rows) {
        #expect(record.line == row.line)
        if row.cells.count == width {
          #expect(record.cells == row.cells)
        } else {
          #expect(record.failure?.contains("expected \(width)") == true)
        }
      }
      if let error = file.error {
        let next = records.dropFirst(file.rows.count).first
        #expect(
          next?.failure?.hasPrefix("ParseError: line ") == true || next?.failure?.contains("Encoding") == true
        )
        #expect(next?.line == error)
      }
    }
  }
}
