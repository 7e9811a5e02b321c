public import PipelineModel

/// Reads JSON Lines: one object a line. A line that is not one object is a failed row, blank lines are
/// skipped.
public struct JSONLinesSource: Source {
  /// How the files are read.
  public let options: JSONLinesOptions
  /// The declared fields, or those that the head of the first file has; further members stay in the rest
  /// slot.
  public let schema: Schema
  /// The input files in reading order.
  public let files: [String]

  private let decoder: JSONLinesDecoder
  private let started: StartedReader

  /// Finds the files, and looks at the head of the first one if no fields are declared.
  public init(_ options: JSONLinesOptions) throws(SourceProblem) {
    self.options = options
    files = try InputPaths.expand(options.input.paths)
    if options.fields.isEmpty {
      let reader = try InputReader(files: files, options: options.input, cutter: Self.cutter(options))
      let head = try reader.peek(JSONLinesSchema.headLength)
      schema = JSONLinesSchema.infer(from: UnsafeBufferPointer(start: head.base, count: head.count))
      started = StartedReader(InputPaths.areRegularFiles(files) ? nil : reader)
    } else {
      schema = JSONLinesSchema.open(options.fields)
      started = StartedReader(nil)
    }
    decoder = JSONLinesDecoder(schema: schema, maximumDepth: options.maxDepth)
  }

  /// Whether a run can go on from a position.
  public var isResumable: Bool { InputPaths.areRegularFiles(files) }

  /// Begins to read.
  public func open(at position: SourcePosition?) throws(SourceProblem) -> any SourceReader {
    try open(at: position, Self.cutter(options))
  }

  /// Begins to read with so many records a chunk.
  public func open(
    at position: SourcePosition?, recordsPerChunk: Int
  ) throws(SourceProblem) -> any SourceReader {
    try open(at: position, LineCutter(maxRecord: options.input.maxRecord, maxRecords: recordsPerChunk))
  }

  private func open(
    at position: SourcePosition?, _ cutter: LineCutter
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

  /// Decodes a chunk.
  public func decode(_ chunk: Chunk, width: Int) -> Batch {
    guard chunk.isRegular else {
      return .ofTooLongLine(chunk, width: width, limit: options.input.maxRecord)
    }
    return decoder.decode(chunk, width: width)
  }

  private static func cutter(_ options: JSONLinesOptions) -> LineCutter {
    LineCutter(maxRecord: options.input.maxRecord)
  }
}
