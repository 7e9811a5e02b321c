/// Turns the rows of a batch into the bytes of an output file; pure, so that lanes encode in parallel.
public protocol RecordEncoder: Sendable {
  /// What stands before the first record (a CSV header), or nothing.
  var preamble: [UInt8] { get }

  /// Appends the rows to the output, in the order given.
  func encode(_ rows: UnsafeBufferPointer<UInt32>, of batch: Batch, into output: inout OutputBuffer)
}
