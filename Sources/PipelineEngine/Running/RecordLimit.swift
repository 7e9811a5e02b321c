import PipelineModel
import Synchronization

/// Stops a run after so many records of the operation; used with one lane.
final class RecordLimit: Sendable {
  private let left: Mutex<Int64>

  /// Lets `count` more records through.
  init(_ count: Int64) { left = Mutex(max(count, 0)) }

  /// Whether no further record may pass.
  var isReached: Bool { left.withLock { $0 == 0 } }

  /// Takes the batch's records off the limit, cutting the batch where it ends.
  ///
  /// - Returns: the origin of the first record that was cut off, if any was.
  func take(_ batch: Batch) -> RowOrigin? {
    left.withLock { left in
      if Int64(batch.rowCount) <= left {
        left -= Int64(batch.rowCount)
        return nil
      }
      let origin = batch.origin(Int(left))
      batch.truncate(to: Int(left))
      left = 0
      return origin
    }
  }
}
