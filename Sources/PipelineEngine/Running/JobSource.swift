import PipelineModel
import Synchronization

/// The source of a pipeline without one: a single empty record, so that its stages run once.
struct JobSource: Source {
  let schema = Schema(columns: [])
  let files: [String] = []
  let isResumable = false

  func open(at position: SourcePosition?) throws(SourceProblem) -> any SourceReader { JobReader() }

  func decode(_ chunk: Chunk, width: Int) -> Batch {
    let batch = Batch(sequence: chunk.sequence, width: width, text: chunk.text, textOffset: 0, capacity: 1)
    let cells = batch.appendRow(RowOrigin(offset: 0, line: 1, length: 0))
    cells.update(repeating: .missing, count: width)
    return batch
  }

  func position(_ origin: RowOrigin, in chunk: Chunk) throws(SourceProblem) -> SourcePosition { chunk.end }
}

private final class JobReader: SourceReader {
  private let isDone = Atomic<Bool>(false)
  let totalBytes: Int64? = nil
  let bytesRead: Int64 = 0
  let position = SourcePosition(file: 0, path: "", offset: 0, line: 0, digest: ContentDigest(high: 0, low: 0))

  func next() throws(SourceProblem) -> Chunk? {
    if isDone.exchange(true, ordering: .relaxed) { return nil }
    return Chunk(
      sequence: 0, file: 0, text: TextBuffer(capacity: 0), range: 0..<0, textOffset: 0, firstLine: 1,
      isRegular: true, end: position)
  }
}
