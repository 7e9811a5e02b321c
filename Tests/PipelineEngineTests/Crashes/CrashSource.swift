import PipelineModel

/// A source that crashes when it decodes some records.
struct CrashSource: Source {
  let source: any Source
  let crash: CrashStep

  var schema: Schema { source.schema }
  var files: [String] { source.files }
  var isResumable: Bool { source.isResumable }

  func open(at position: SourcePosition?) throws(SourceProblem) -> any SourceReader {
    try source.open(at: position)
  }

  func open(at position: SourcePosition?, recordsPerChunk: Int) throws(SourceProblem) -> any SourceReader {
    try source.open(at: position, recordsPerChunk: recordsPerChunk)
  }

  func decode(_ chunk: Chunk, width: Int) -> Batch {
    let batch = source.decode(chunk, width: width)
    batch.selectLiveRows()
    batch.selection.withUnsafeBufferPointer { crash.crash(at: $0, of: batch) }
    return batch
  }

  func position(_ origin: RowOrigin, in chunk: Chunk) throws(SourceProblem) -> SourcePosition {
    try source.position(origin, in: chunk)
  }
}
