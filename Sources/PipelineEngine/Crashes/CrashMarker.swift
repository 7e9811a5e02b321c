import CCrash
import PipelineModel

/// Lets a crash of the process leave a mark that says how far the run had come.
///
/// Invariant: the process has one at most, for a signal is the whole process's.
struct CrashMarker: Sendable {
  private init() {}

  /// Begins to mark; nil if the process has another mark already.
  static func arm(_ file: CrashFile) -> CrashMarker? { ccrash_arm(file.path) == 0 ? CrashMarker() : nil }

  /// Ends marking.
  func disarm() { ccrash_disarm() }

  /// A checkpoint is valid.
  func settled(_ epoch: Int64) { ccrash_set_epoch(epoch) }

  /// A chunk is about to be worked on.
  func handedOut(_ chunk: Chunk) {
    let end = chunk.place(ofByte: chunk.range.upperBound)
    ccrash_set_read(Int64(end.file), end.offset)
  }

  /// A stage is about to work on a record that is alone.
  func works(on record: CrashMark.Place, stage: Int) {
    ccrash_set_record(Int64(record.file), record.offset, Int64(stage))
  }

  /// No record is worked on.
  func rests() { ccrash_set_record(-1, -1, -1) }

  /// A stack that runs over on this thread leaves a mark, too.
  func prepareThread() { ccrash_prepare_thread() }
}

extension Chunk {
  /// The place of a byte of `text`.
  func place(ofByte index: Int) -> CrashMark.Place {
    CrashMark.Place(file: file, offset: textOffset + Int64(index))
  }
}
