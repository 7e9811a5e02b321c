import PipelineModel

extension InputReader {
  /// The position just before a record, for a run that stops in the middle of a chunk.
  ///
  /// The file is read again up to there, for the digest. The standard input can't be, and can't be resumed either.
  static func position(
    before origin: RowOrigin, in chunk: Chunk, files: [String], options: InputOptions
  ) throws(SourceProblem) -> SourcePosition {
    var position = chunk.end
    if position.file != chunk.file {
      position.consumed = Array(position.consumed.prefix(chunk.file))
      position.file = chunk.file
      position.path = files[chunk.file]
    }
    position.offset = origin.offset
    position.line = origin.line - 1
    if position.path == "-" { return position }
    let file = try InputFile(path: position.path, options: options)
    let block = TextBuffer(capacity: options.chunkSize)
    var digest = RollingDigest()
    var left = origin.offset
    while left > 0, try file.fill(block) {
      digest.update(block.base, count: Int(min(Int64(block.count), left)))
      left -= Int64(block.count)
      block.count = 0
    }
    position.digest = digest.digest
    return position
  }
}
