import PipelineModel

/// Output that waits until there is enough of it to be written in whole blocks of the file.
///
/// The kernel takes blocks of 256 KiB that begin where such a block of the file begins at two thirds of the CPU time
/// that it needs for pieces that end anywhere, to keep them and to write them to the disk: they are large pages. The
/// pieces are not copied.
struct WriteQueue {
  /// What is written at once, a multiple of it if there is more.
  static let blockSize: Int64 = 256 * 1024

  private var outputs: [EncodedOutput] = []
  /// Bytes of the first output that are written.
  private var written = 0
  /// Bytes that wait.
  private(set) var count: Int64 = 0

  /// Adds output behind what waits.
  mutating func append(_ output: EncodedOutput) {
    if output.buffer.count == 0 { return }
    outputs.append(output)
    count += Int64(output.buffer.count)
  }

  /// How many of the bytes that wait fill blocks of a file that has `length` bytes without them.
  func wholeBlocks(behind length: Int64) -> Int64 {
    let end = (length + count) / Self.blockSize * Self.blockSize
    return max(0, end - length)
  }

  /// The first `count` bytes that wait, in pieces.
  func first(_ count: Int64) -> [UnsafeRawBufferPointer] {
    var pieces: [UnsafeRawBufferPointer] = []
    var left = Int(count)
    var skipped = written
    for output in outputs where left > 0 {
      let bytes = output.buffer.bytes
      let end = min(bytes.count, skipped + left)
      pieces.append(UnsafeRawBufferPointer(rebasing: bytes[skipped..<end]))
      left -= end - skipped
      skipped = 0
    }
    return pieces
  }

  /// Forgets the first `count` bytes, which are written.
  mutating func removeFirst(_ count: Int64) {
    self.count -= count
    written += Int(count)
    while let first = outputs.first, written >= first.buffer.count {
      written -= first.buffer.count
      outputs.removeFirst()
    }
  }
}
