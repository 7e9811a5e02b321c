import CZlib

/// Writes gzip as a series of members; a checkpoint ends one, so that the file can be cut there.
struct GzipMember: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>
  private var isOpen = false

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 16 + 15: gzip framing, the largest window. It fails only for lack of memory.
    let code = deflateInit2_(
      stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(code == Z_OK, "zlib can't begin a stream")
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// Compresses `bytes`; hands finished pieces to `write`.
  mutating func append<E: Error>(
    _ bytes: UnsafeRawBufferPointer, write: (UnsafeRawBufferPointer) throws(E) -> Void
  ) throws(E) {
    if bytes.isEmpty { return }
    isOpen = true
    try run(bytes, Z_NO_FLUSH, write)
  }

  /// Ends the member, if one is open.
  mutating func end<E: Error>(write: (UnsafeRawBufferPointer) throws(E) -> Void) throws(E) {
    if !isOpen { return }
    try run(UnsafeRawBufferPointer(start: nil, count: 0), Z_FINISH, write)
    deflateReset(stream)
    isOpen = false
  }

  private func run<E: Error>(
    _ bytes: UnsafeRawBufferPointer, _ flush: Int32, _ write: (UnsafeRawBufferPointer) throws(E) -> Void
  ) throws(E) {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    defer { room.deallocate() }
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(bytes.count)
    while true {
      stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(room.count)
      let code = deflate(stream, flush)
      let made = room.count - Int(stream.pointee.avail_out)
      if made > 0 { try write(UnsafeRawBufferPointer(rebasing: room[..<made])) }
      if code == Z_STREAM_END
        || (stream.pointee.avail_out > 0 && stream.pointee.avail_in == 0 && flush == Z_NO_FLUSH)
      {
        return
      }
    }
  }
}
