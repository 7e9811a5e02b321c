import CZlib
import PipelineModel

/// The content of a gzip file, also of one that is made of several members (RFC 1952, section 2.2).
final class GzipStream: ByteStream {
  private let file: FileStream
  private let block: UnsafeMutablePointer<UInt8>
  // zlib keeps the address of its state, so it must not move.
  private let inflater: UnsafeMutablePointer<z_stream>
  private var isBetweenMembers = false
  private var isAtEnd = false

  private static let blockSize = 64 * 1024

  init(_ file: FileStream) throws(SourceProblem) {
    self.file = file
    block = .allocate(capacity: GzipStream.blockSize)
    inflater = .allocate(capacity: 1)
    inflater.initialize(to: z_stream())
    let gzipWithLargestWindow: Int32 = 16 + MAX_WBITS
    let status = inflateInit2_(
      inflater, gzipWithLargestWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      throw SourceProblem(
        .unreadable, "\(InputPaths.shown(file.path)) can't be decompressed: zlib has no memory")
    }
  }

  deinit {
    inflateEnd(inflater)
    inflater.deallocate()
    block.deallocate()
  }

  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(SourceProblem) -> Int {
    inflater.pointee.next_out = target
    inflater.pointee.avail_out = UInt32(clamping: count)
    let wanted = Int(inflater.pointee.avail_out)
    while Int(inflater.pointee.avail_out) == wanted && !isAtEnd {
      if inflater.pointee.avail_in == 0 { try refill() }
      if isAtEnd { break }
      if isBetweenMembers { try beginMember() } else { try inflateMore() }
    }
    return wanted - Int(inflater.pointee.avail_out)
  }

  private func refill() throws(SourceProblem) {
    let got = try file.read(into: block, count: GzipStream.blockSize)
    inflater.pointee.next_in = block
    inflater.pointee.avail_in = UInt32(got)
    if got == 0 {
      guard isBetweenMembers else {
        throw SourceProblem(
          .malformed,
          "\(InputPaths.shown(file.path)) is cut off: its gzip data ends after \(file.bytesRead) "
            + "bytes, before the end of the content; fetch or write the file again")
      }
      isAtEnd = true
    }
  }

  private func inflateMore() throws(SourceProblem) {
    switch inflate(inflater, Z_NO_FLUSH) {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isBetweenMembers = true
    default:
      let reason = inflater.pointee.msg.map { String(cString: $0) } ?? "unknown data"
      throw SourceProblem(
        .malformed,
        "\(InputPaths.shown(file.path)) has bad gzip data before byte "
          + "\(file.bytesRead - Int64(inflater.pointee.avail_in)) (\(reason)); check it with `gzip -t`")
    }
  }

  /// Skips the zeros that some tools pad a file with, then expects another member.
  private func beginMember() throws(SourceProblem) {
    while inflater.pointee.avail_in > 0, let next = inflater.pointee.next_in, next.pointee == 0 {
      inflater.pointee.next_in = next + 1
      inflater.pointee.avail_in -= 1
    }
    guard inflater.pointee.avail_in > 0, let next = inflater.pointee.next_in else { return }
    guard next.pointee == 0x1F else {
      throw SourceProblem(
        .malformed,
        "\(InputPaths.shown(file.path)) has something else than gzip data at byte "
          + "\(file.bytesRead - Int64(inflater.pointee.avail_in)), after its last member")
    }
    inflateReset(inflater)
    isBetweenMembers = false
  }
}
