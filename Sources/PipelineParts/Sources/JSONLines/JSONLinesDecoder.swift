internal import CScan
public import PipelineModel
internal import Resilience

/// Decodes lines of JSON objects into rows.
///
/// A member goes into the column of its name; a column without member is `.missing`; members without column
/// are kept as text, in their order, in the schema's rest slot. Numbers keep their text, nested values too.
/// Values are not converted to the columns' types. Blank lines are skipped.
///
/// A line that is not one object becomes a failed row: `EncodingError` if it isn't UTF-8, else
/// `ParseError`, also for a second member of the same name, of which one would be lost.
public struct JSONLinesDecoder: Sendable {
  private let names: ColumnNames
  private let restSlot: Int?
  private let maximumDepth: Int

  /// A decoder into rows of this schema.
  public init(schema: Schema, maximumDepth: Int = JSONScanner.defaultMaximumDepth) {
    names = ColumnNames(schema.columns)
    restSlot = schema.restSlot
    self.maximumDepth = maximumDepth
  }

  /// Decodes a chunk into a batch with `width` cells a row.
  public func decode(_ chunk: Chunk, width: Int) -> Batch {
    let rows = estimatedRows(chunk)
    let batch = Batch(
      sequence: chunk.sequence, width: width, text: chunk.text, textOffset: chunk.textOffset,
      file: chunk.file, capacity: rows)
    let base = UnsafePointer(chunk.text.base)
    let all = UnsafeBufferPointer(start: base + chunk.range.lowerBound, count: chunk.range.count)
    let isUTF8 = UTF8Validator.firstInvalidByte(in: all) == nil
    var members = MemberList()
    var line = chunk.firstLine
    var start = chunk.range.lowerBound
    while start < chunk.range.upperBound {
      let end = lineEnd(base, from: start, to: chunk.range.upperBound)
      var last = end
      while last > start, base[last - 1] == UInt8(ascii: "\r") { last -= 1 }
      if !isBlank(base, start, last) {
        let index = batch.rowCount
        let row = batch.appendRow(
          RowOrigin(offset: chunk.textOffset + Int64(start), line: line, length: Int64(last - start)))
        row.update(repeating: .missing, count: width)
        do throws(JSONProblem) {
          if !isUTF8 { try checkUTF8(base + start, last - start) }
          try decodeLine(base + start, last - start, into: row, of: batch, &members)
        } catch {
          row.update(repeating: .missing, count: width)
          batch.fail(index, stage: -1, failure(error, line: line, base + start))
        }
      }
      line += 1
      start = end + 1
    }
    batch.selectLiveRows()
    return batch
  }

  @inline(__always)
  private func decodeLine(
    _ base: UnsafePointer<UInt8>, _ count: Int, into row: UnsafeMutablePointer<Cell>, of batch: Batch,
    _ members: inout MemberList
  ) throws(JSONProblem) {
    var scanner = JSONScanner(base: base, count: count, maximumDepth: maximumDepth)
    scanner.skipSpace()
    guard scanner.skip(UInt8(ascii: "{")) else { throw scanner.problem(.expectedObject) }
    members.removeAll()
    scanner.skipSpace()
    var position = 0
    var expected = 0
    var isMore = !scanner.skip(UInt8(ascii: "}"))
    while isMore {
      let start = scanner.position
      let (column, name) = try readName(&scanner, expected: expected, of: batch)
      let value = try scanner.value()
      if column >= 0 {
        let slot = names.slot(column)
        guard row[slot].tag == .missing else { throw scanner.problem(.duplicateName, at: start) }
        row[slot] = batch.cell(value, at: base)
        expected = column + 1
      } else {
        members.append(name, from: start, to: scanner.position, position: position)
      }
      position += 1
      scanner.skipSpace()
      if scanner.skip(UInt8(ascii: ",")) {
        scanner.skipSpace()
      } else if scanner.skip(UInt8(ascii: "}")) {
        isMore = false
      } else {
        throw scanner.problem(.expectedCommaOrBrace)
      }
    }
    try scanner.expectEnd()
    if !members.isEmpty {
      if let place = members.duplicate() { throw JSONProblem(offset: place, .duplicateName) }
      if let restSlot { row[restSlot] = members.cell(of: base, in: batch) }
    }
  }

  /// Reads a name and its colon; the column is -1 if no column has this name.
  @inline(__always)
  private func readName(
    _ scanner: inout JSONScanner, expected: Int, of batch: Batch
  ) throws(JSONProblem) -> (column: Int, name: UnsafeBufferPointer<UInt8>) {
    let place = scanner.base + scanner.position
    var column = expected
    var name = UnsafeBufferPointer(start: place, count: 0)
    if let length = names.match(expected, at: place, left: scanner.end - scanner.position) {
      scanner.position += length
    } else {
      guard scanner.next == UInt8(ascii: "\"") else { throw scanner.problem(.expectedName) }
      name = batch.cell(try scanner.string(), at: scanner.base).text
      column = names.find(name)
    }
    scanner.skipSpace()
    guard scanner.skip(UInt8(ascii: ":")) else { throw scanner.problem(.expectedColon) }
    scanner.skipSpace()
    return (column, name)
  }

  private func checkUTF8(_ base: UnsafePointer<UInt8>, _ count: Int) throws(JSONProblem) {
    let line = UnsafeBufferPointer(start: base, count: count)
    if let place = UTF8Validator.firstInvalidByte(in: line) { throw JSONProblem(offset: place, .invalidUTF8) }
  }

  /// Columns are counted in characters, as editors do.
  private func failure(_ problem: JSONProblem, line: Int64, _ base: UnsafePointer<UInt8>) -> Failure {
    var column = 1
    for index in 0..<problem.offset where base[index] & 0xC0 != 0x80 { column += 1 }
    let isEncoding = problem.reason == .invalidUTF8
    return Failure(
      isEncoding ? "EncodingError" : "ParseError", .permanent,
      "line \(line), column \(column): \(problem.reason.rawValue)")
  }

  /// Chunks hold about a thousand rows; the first line says how long a row is.
  private func estimatedRows(_ chunk: Chunk) -> Int {
    guard !chunk.range.isEmpty else { return 1 }
    let base = UnsafePointer(chunk.text.base)
    let first = lineEnd(base, from: chunk.range.lowerBound, to: chunk.range.upperBound)
    return min(chunk.range.count / max(first - chunk.range.lowerBound + 1, 16) + 16, 4096)
  }

  /// The place of the next line feed, or the end.
  @inline(__always)
  private func lineEnd(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var index = start
    while index < end {
      let mask = cscan_equal64(base + index, UInt8(ascii: "\n"))
      if mask != 0 { return min(index + mask.trailingZeroBitCount, end) }
      index += 64
    }
    return end
  }

  @inline(__always)
  private func isBlank(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    var index = start
    while index < end, base[index] == 0x20 || base[index] == 0x09 || base[index] == 0x0D { index += 1 }
    return index == end
  }
}
