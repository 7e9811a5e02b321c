public import PipelineModel

/// Reads CSV: one record a row, text in every column.
///
/// Blank lines are skipped, also in a file of one column, where an empty value has to be written `""`. A
/// record that can't be read (too few or too many fields, bad quotes, bad encoding, too long) is a failed row
/// with its line, and reading goes on with the next line.
public struct CSVSource: Source {
  /// How the files are read.
  public let options: CSVOptions
  /// The columns of the header, or those of `names`.
  public let schema: Schema
  /// The input files in reading order.
  public let files: [String]

  let dialect: CSVDialect
  let header: CSVHeader
  let nulls: NullValues
  private let started: StartedReader

  /// Finds the files, takes the columns from the header of the first one, and sees that the others have them, too.
  ///
  /// - Throws: `SourceProblem` if no file is there, it can't be read, or its header can't be used.
  public init(_ options: CSVOptions) throws(SourceProblem) {
    guard options.delimiter != options.quote else {
      throw SourceProblem(.malformed, "`delimiter` and `quote` must differ")
    }
    self.options = options
    files = try InputPaths.expand(options.input.paths)
    dialect = CSVDialect(options)
    nulls = NullValues(options.nullValues)
    let reader = try InputReader(
      files: files, options: options.input, cutter: CSVCutter(dialect: dialect, header: nil))
    header = try CSVHeader(options, reader: reader)
    reader.cutter = CSVCutter(dialect: dialect, header: header)
    // What was read of a pipe can't be read again.
    started = StartedReader(InputPaths.areRegularFiles(files) ? nil : reader)
    let isNullable = !options.nullValues.isEmpty
    schema = Schema(
      columns: header.names.enumerated().map {
        Column(name: $1, slot: $0, type: .string, isNullable: isNullable)
      })
    // A file that doesn't fit is known now, not when the run comes to it.
    if isResumable { for file in files.indices { _ = try slots(ofFile: file) } }
  }

  /// Whether a run can go on from a position.
  public var isResumable: Bool { InputPaths.areRegularFiles(files) }

  /// Begins to read.
  public func open(at position: SourcePosition?) throws(SourceProblem) -> any SourceReader {
    try open(at: position, CSVCutter(dialect: dialect, header: header))
  }

  /// Begins to read with so many records a chunk.
  public func open(
    at position: SourcePosition?, recordsPerChunk: Int
  ) throws(SourceProblem) -> any SourceReader {
    try open(at: position, CSVCutter(dialect: dialect, header: header, maxRecords: recordsPerChunk))
  }

  private func open(
    at position: SourcePosition?, _ cutter: CSVCutter
  ) throws(SourceProblem) -> any SourceReader {
    if position == nil, let reader = started.take() {
      reader.cutter = cutter
      return reader
    }
    return try InputReader(files: files, options: options.input, cutter: cutter, at: position)
  }

  /// The position just before a record of a chunk.
  public func position(_ origin: RowOrigin, in chunk: Chunk) throws(SourceProblem) -> SourcePosition {
    try InputReader.position(before: origin, in: chunk, files: files, options: options.input)
  }

  /// The slots that the header of a file gives its fields.
  public func slots(ofFile file: Int) throws(SourceProblem) -> [Int]? {
    guard header.isInFile, file > 0 || header.isOverridden, files.indices.contains(file) else { return nil }
    var input = options.input
    input.chunkSize = min(input.chunkSize, 16 << 10)
    let reader = try InputReader(
      files: [files[file]], options: input, cutter: CSVCutter(dialect: dialect, header: nil))
    return try header.slots(of: reader.head().names, file: files[file])
  }

  /// Decodes a chunk.
  public func decode(_ chunk: Chunk, width: Int) -> Batch {
    var decoder = CSVDecoder(chunk, source: self, width: width)
    return decoder.decode()
  }
}
