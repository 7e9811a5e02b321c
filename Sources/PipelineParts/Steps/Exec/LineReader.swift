import Glibc

/// Reads lines from a pipe, on a thread that may block.
struct LineReader: ~Copyable {
  /// A longer line ends the reading: what sends it has lost its way.
  static let limit = 64 << 20

  private let descriptor: Int32
  private var bytes: [UInt8] = []
  private var start = 0

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// The next line without its end; nil at the end of the stream.
  mutating func next() -> [UInt8]? {
    var searched = start
    while true {
      if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(bytes[start..<end])
        start = end + 1
        return line
      }
      if start > 0 {
        bytes.removeFirst(start)
        start = 0
      }
      searched = bytes.count
      guard bytes.count < LineReader.limit, fill() else { return nil }
    }
  }

  private mutating func fill() -> Bool {
    let old = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: 65_536))
    while true {
      let count = bytes.withUnsafeMutableBytes { buffer in
        read(descriptor, buffer.baseAddress.map { $0 + old }, 65_536)
      }
      if count < 0, errno == EINTR { continue }
      bytes.removeLast(65_536 - max(count, 0))
      return count > 0
    }
  }
}
