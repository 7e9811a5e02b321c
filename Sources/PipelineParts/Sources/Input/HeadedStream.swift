import PipelineModel

/// A stream whose first two bytes can be looked at before they are read.
final class HeadedStream: ByteStream {
  private let bytes: any ByteStream
  private let block = UnsafeMutablePointer<UInt8>.allocate(capacity: 32)
  private var range = 0..<0

  init(_ bytes: any ByteStream) { self.bytes = bytes }

  deinit { block.deallocate() }

  /// The first two bytes, fewer if the stream is shorter. Called before the first `read`.
  func peek() throws(SourceProblem) -> [UInt8] {
    while range.count < 2 {
      let got = try bytes.read(into: block + range.count, count: 16)
      if got == 0 { break }
      range = 0..<range.upperBound + got
    }
    return range.prefix(2).map { block[$0] }
  }

  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(SourceProblem) -> Int {
    guard !range.isEmpty else { return try bytes.read(into: target, count: count) }
    let taken = min(count, range.count)
    target.update(from: block + range.lowerBound, count: taken)
    range = range.lowerBound + taken..<range.upperBound
    return taken
  }
}
