import CZlib
import Glibc
import PipelineModel

@testable import PipelineParts

/// A record as a test sees it.
struct ReadRecord: Equatable, CustomStringConvertible {
  var line: Int64
  /// The cells; nil where null, `<missing>` where missing. Empty for a failed record.
  var cells: [String?] = []
  var failure: String?
  var original = ""
  var offset: Int64 = 0

  var description: String {
    "\(line): \(failure ?? cells.map { $0 ?? "null" }.description) from \(original.debugDescription)@\(offset)"
  }
}

/// A folder that is removed with its last reference.
final class TestFolder {
  let path: String

  init() {
    var template = Array("/tmp/pipeline-sources-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress, mkdtemp(base) != nil else { fatalError("no temporary folder") }
      return String(cString: base)
    }
  }

  deinit {
    for name in names { unlink(name) }
    rmdir(path)
  }

  private var names: [String] = []

  /// Writes a file and answers its path.
  @discardableResult
  func write(_ bytes: some Collection<UInt8>, to name: String = "input") -> String {
    let file = "\(path)/\(name)"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    let array = Array(bytes)
    precondition(Glibc.write(descriptor, array, array.count) == array.count)
    close(descriptor)
    names.append(file)
    return file
  }

  @discardableResult
  func write(_ text: String, to name: String = "input") -> String { write(text.utf8, to: name) }
}

/// Everything a source gives from a position on, and the positions after each chunk.
func readAll(
  _ source: any Source, from position: SourcePosition? = nil, exactly: Bool = false,
  recordsPerChunk: Int? = nil
) throws -> (records: [ReadRecord], ends: [SourcePosition]) {
  let reader =
    try recordsPerChunk.map { try source.open(at: position, recordsPerChunk: $0) }
    ?? source.open(at: position)
  var records: [ReadRecord] = []
  var ends: [SourcePosition] = []
  while var chunk = try reader.next() {
    if exactly { chunk.isRegular = false }
    let batch = source.decode(chunk, width: source.schema.columns.count + 1)
    // Cutters look at 64 bytes at a time, unless they look for single records.
    if let recordsPerChunk {
      precondition(batch.rowCount <= (recordsPerChunk == 1 ? 1 : recordsPerChunk + 64))
    }
    records += decoded(batch, width: source.schema.columns.count)
    ends.append(chunk.end)
  }
  ends.append(reader.position)
  return (records, ends)
}

private func decoded(_ batch: Batch, width: Int) -> [ReadRecord] {
  var failures: [Int: Failure] = [:]
  for failure in batch.failures {
    precondition(failures.updateValue(failure.failure, forKey: failure.row) == nil, "failed twice")
  }
  return (0..<batch.rowCount).map { row in
    let origin = batch.origin(row)
    var record = ReadRecord(
      line: origin.line, original: String(decoding: batch.original(row), as: UTF8.self),
      offset: origin.offset)
    if let failure = failures[row] {
      precondition(batch.status(row) == .failed && !batch.selection.contains(UInt32(row)))
      record.failure = "\(failure.type): \(failure.message)"
    } else {
      precondition(batch.selection.contains(UInt32(row)))
      record.cells = (0..<width).map { text(of: batch.row(row)[$0]) }
    }
    return record
  }
}

private func text(of cell: Cell) -> String? {
  switch cell.tag {
  case .null: return nil
  case .missing: return "<missing>"
  case .yes: return "true"
  case .no: return "false"
  default: return String(decoding: cell.text, as: UTF8.self)
  }
}

/// The bytes as one gzip member.
func gzip(_ bytes: some Collection<UInt8>) -> [UInt8] {
  var input = Array(bytes)
  var output = [UInt8](repeating: 0, count: input.count + 1024)
  var stream = z_stream()
  precondition(
    deflateInit2_(
      &stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size)) == Z_OK)
  let inputCount = UInt32(input.count)
  let outputCount = UInt32(output.count)
  input.withUnsafeMutableBufferPointer { source in
    output.withUnsafeMutableBufferPointer { target in
      stream.next_in = source.baseAddress
      stream.avail_in = inputCount
      stream.next_out = target.baseAddress
      stream.avail_out = outputCount
      precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
    }
  }
  deflateEnd(&stream)
  return Array(output[..<Int(stream.total_out)])
}

/// The folder `shared` beside the repository or one of its ancestors, if this machine has it.
let sharedFolder: String? = {
  var folder = #filePath
  while let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
    folder = String(folder[..<slash])
    if access("\(folder)/shared/conformance", F_OK) == 0 { return "\(folder)/shared" }
  }
  return nil
}()

/// The whole of a file.
func contents(of path: String) -> [UInt8] {
  let descriptor = open(path, O_RDONLY)
  guard descriptor >= 0 else { return [] }
  defer { close(descriptor) }
  var all: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 65536)
  while true {
    let got = read(descriptor, &block, block.count)
    if got <= 0 { return all }
    all += block[..<got]
  }
}
