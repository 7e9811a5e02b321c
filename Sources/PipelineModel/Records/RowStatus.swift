/// What became of a record so far.
@frozen
public enum RowStatus: UInt8, Sendable {
  /// On its way through the stages.
  case live
  /// A `filter` let it go; counted.
  case filtered
  /// A `dedupe` or idempotency key had seen it before; counted.
  case duplicate
  /// A fallback of kind `skip` let it go; counted.
  case skipped
  /// Given up; a failure stands in the batch's list.
  case failed
}
