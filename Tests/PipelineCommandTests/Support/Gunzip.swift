import CZlib

/// Reads files that may be compressed.
enum Gunzip {
  /// The content of a file, decompressed if it is gzip; nil if it can't be read.
  static func bytes(of path: String) -> [UInt8]? {
    guard let file = gzopen(path, "r") else { return nil }
    defer { gzclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = gzread(file, &buffer, UInt32(buffer.count))
      if count < 0 { return nil }
      if count == 0 { return bytes }
      bytes += buffer[..<Int(count)]
    }
  }
}
