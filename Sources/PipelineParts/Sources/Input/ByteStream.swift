import PipelineModel

/// Bytes that come one after another, once: a file, what a compressed file contains, or its text as UTF-8.
protocol ByteStream: AnyObject {
  /// Writes up to `count` (at least 16) further bytes to `target`; answers how many, 0 only at the end.
  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(SourceProblem) -> Int
}
