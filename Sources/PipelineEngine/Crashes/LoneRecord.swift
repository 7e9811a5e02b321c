import PipelineModel
import Resilience

/// A record that is worked on alone, so that a crash can tell which one it was.
struct LoneRecord: Sendable {
  private let place: CrashMark.Place
  private let condemned: CrashHistory.Suspect?
  private let marker: CrashMarker?
  private let chunk: Chunk

  /// The only record of a chunk; of one that is a dead letter, the entry.
  init(_ chunk: Chunk, _ entry: DeadLetter?, history: CrashHistory, marker: CrashMarker?) {
    // Entries of several inputs may have the same offset, and one that comes back gets another number.
    place =
      entry.map { CrashMark.Place(file: 0, offset: $0.order) }
      ?? chunk.place(ofByte: chunk.range.lowerBound)
    condemned = history.condemned(at: place)
    self.marker = marker
    self.chunk = chunk
  }

  /// The source is about to decode the record; if it may not, the batch of the record that is set aside.
  func enterSource(width: Int) -> Batch? {
    guard let failure = enter(-1) else { return nil }
    let text = UnsafeBufferPointer(start: chunk.text.base + chunk.range.lowerBound, count: chunk.range.count)
    let lineEnd = text.reversed().prefix { $0 == 0x0A || $0 == 0x0D }.count
    let batch = Batch(loneRecordOf: chunk, length: text.count - lineEnd, width: width)
    batch.fail(0, stage: -1, failure)
    return batch
  }

  /// A stage is about to work on the record; the failure with which it is set aside if it may not.
  func enter(_ stage: Int) -> Failure? {
    guard let condemned, condemned.stage <= stage else {
      marker?.works(on: place, stage: stage)
      return nil
    }
    var failure = Failure(
      "Crash", .permanent,
      "the process crashed with \(CrashHistory.name(of: condemned.signal)) each of the \(condemned.crashes) times"
        + " it worked on this record alone")
    failure.severity = .high
    return failure
  }

  /// The record is settled.
  func leave() { marker?.rests() }
}
