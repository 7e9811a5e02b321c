import PipelineModel
import Synchronization

/// Reads up to the place before which the record that crashed an earlier run stands.
final class CarefulReader: SourceReader {
  private let reader: any SourceReader
  private let end: CrashMark.Place
  private let isPassed = Atomic<Bool>(false)

  /// - Parameter reader: gives one record a chunk.
  init(_ reader: any SourceReader, upTo end: CrashMark.Place) {
    self.reader = reader
    self.end = end
  }

  /// Whether it stopped at the place, with more to read behind.
  var hasPassedEnd: Bool { isPassed.load(ordering: .acquiring) }

  var totalBytes: Int64? { reader.totalBytes }
  var bytesRead: Int64 { reader.bytesRead }
  var position: SourcePosition { reader.position }

  func next() throws(SourceProblem) -> Chunk? {
    guard let chunk = try reader.next() else { return nil }
    if chunk.place(ofByte: chunk.range.lowerBound) <= end { return chunk }
    isPassed.store(true, ordering: .releasing)
    return nil
  }
}
