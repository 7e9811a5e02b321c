import PipelineModel

/// One input file, open, as a stream of UTF-8 text.
final class InputFile {
  /// The path as the user wrote it.
  let path: String
  /// Whether reads may come back with less than there is room for, because someone is still writing.
  let isInteractive: Bool
  private let file: FileStream
  private let text: any ByteStream

  init(path: String, options: InputOptions) throws(SourceProblem) {
    self.path = path
    let file = try FileStream(path: path)
    self.file = file
    isInteractive = file.size == nil
    var stream: any ByteStream = file
    if try InputFile.isCompressed(file, options.compression) { stream = try GzipStream(file) }
    switch options.encoding {
    case .utf8: break
    case .utf16: stream = try InputFile.utf16(stream, path: path)
    default: stream = TranscodedStream(stream, encoding: options.encoding)
    }
    text = stream
  }

  /// Bytes of the file, as it is stored, that have been read.
  var bytesRead: Int64 { file.bytesRead }

  /// Fills `buffer` up, or takes what is there if the file is interactive; false at the end.
  func fill(_ buffer: TextBuffer) throws(SourceProblem) -> Bool {
    let before = buffer.count
    while buffer.capacity - buffer.count >= 16 {
      let got = try text.read(into: buffer.base + buffer.count, count: buffer.capacity - buffer.count)
      if got == 0 { break }
      buffer.count += got
      if isInteractive { break }
    }
    return buffer.count > before
  }

  private static func isCompressed(
    _ file: FileStream, _ compression: Compression
  ) throws(SourceProblem) -> Bool {
    switch compression {
    case .none: return false
    case .gzip: return true
    case .auto: break
    }
    let head = try file.peek(6)
    if head.starts(with: [0x1F, 0x8B]) { return true }
    let others: [(magic: [UInt8], name: String)] = [
      ([0x28, 0xB5, 0x2F, 0xFD], "zstd"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz"),
      ([0x50, 0x4B, 0x03, 0x04], "zip"), (Array("BZh91A".utf8), "bzip2"),
    ]
    for other in others where head.starts(with: other.magic) {
      throw SourceProblem(
        .malformed,
        "\(InputPaths.shown(file.path)) is compressed with \(other.name), which is not supported; "
          + "decompress it first, or recompress it with gzip")
    }
    return false
  }

  /// UTF-16 in the order of its byte order mark, which stays the first character.
  private static func utf16(_ bytes: any ByteStream, path: String) throws(SourceProblem) -> any ByteStream {
    let headed = HeadedStream(bytes)
    switch try headed.peek() {
    case [0xFF, 0xFE]: return TranscodedStream(headed, encoding: .utf16LittleEndian)
    case [0xFE, 0xFF]: return TranscodedStream(headed, encoding: .utf16BigEndian)
    case []: return headed
    default:
      throw SourceProblem(
        .malformed,
        "\(InputPaths.shown(path)) has no UTF-16 byte order mark at its beginning; set `encoding: "
          + "utf-16le` (usual on Windows) or `encoding: utf-16be`")
    }
  }
}
