public import PipelineModel

/// Reads plain text: one record a line, in one column. LF and CRLF end lines.
public struct LinesSource: Source {
  /// How the files are read.
  public let options: LinesOptions
  /// The one column.
  public let schema: Schema
  /// The input files in reading order.
  public let files: [String]

  /// Finds the files.
  public init(_ options: LinesOptions) throws(SourceProblem) {
    self.options = options
    files = try InputPaths.expand(options.input.paths)
    schema = Schema(columns: [Column(name: options.column, slot: 0, type: .string)])
  }

  /// Whether a run can go on from a position.
  public var isResumable: Bool { InputPaths.areRegularFiles(files) }

  /// Begins to read.
  public func open(at position: SourcePosition?) throws(SourceProblem) -> any SourceReader {
    try InputReader(
      files: files, options: options.input, cutter: LineCutter(maxRecord: options.input.maxRecord),
      at: position)
  }

  /// Begins to read with so many records a chunk.
  public func open(
    at position: SourcePosition?, recordsPerChunk: Int
  ) throws(SourceProblem) -> any SourceReader {
    try InputReader(
      files: files, options: options.input,
      cutter: LineCutter(maxRecord: options.input.maxRecord, maxRecords: recordsPerChunk), at: position)
  }

  /// The position just before a record of a chunk.
  public func position(_ origin: RowOrigin, in chunk: Chunk) throws(SourceProblem) -> SourcePosition {
    try InputReader.position(before: origin, in: chunk, files: files, options: options.input)
  }

  /// Decodes a chunk.
  public func decode(_ chunk: Chunk, width: Int) -> Batch {
    guard chunk.isRegular else {
      return .ofTooLongLine(chunk, width: width, limit: options.input.maxRecord)
    }
    let bytes = UnsafePointer(chunk.text.base)
    let batch = Batch(
      sequence: chunk.sequence, width: width, text: chunk.text, textOffset: chunk.textOffset,
      file: chunk.file)
    for line in TextLines(chunk) {
      if line.range.isEmpty && options.skipsBlank { continue }
      let cells = batch.pendingRow()
      cells[0] = Cell(text: bytes + line.range.lowerBound, count: line.range.count)
      if width > 1 { (cells + 1).update(repeating: .missing, count: width - 1) }
      batch.commitRow(
        RowOrigin(
          offset: chunk.textOffset + Int64(line.range.lowerBound), line: line.number,
          length: Int64(line.range.count)))
    }
    EncodingCheck(encoding: options.input.encoding).failInvalidRows(of: batch, in: chunk.range)
    batch.selectLiveRows()
    return batch
  }
}
