import PipelineModel

/// An encoder that crashes when it writes some records.
struct CrashEncoder: RecordEncoder {
  let encoder: any RecordEncoder
  let crash: CrashStep

  var preamble: [UInt8] { encoder.preamble }

  func encode(_ rows: UnsafeBufferPointer<UInt32>, of batch: Batch, into output: inout OutputBuffer) {
    crash.crash(at: rows, of: batch)
    encoder.encode(rows, of: batch, into: &output)
  }
}
