import PipelineModel

/// The bytes of a text in memory with slack, as sources provide it.
func withText<T>(_ bytes: some Collection<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows
  -> T
{
  let buffer = TextBuffer(bytes)
  // What stands behind the text must not matter; a quote and digits would be the most tempting.
  for index in 0..<TextBuffer.slack { buffer.base[buffer.count + index] = index % 2 == 0 ? 0x22 : 0x39 }
  return try withExtendedLifetime(buffer) {
    try body(UnsafeBufferPointer(start: UnsafePointer(buffer.base), count: buffer.count))
  }
}

func withText<T>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows -> T {
  try withText(Array(text.utf8), body)
}

/// What a writing function writes.
func written(
  _ room: Int = 64, _ write: (UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>
) -> String {
  let target = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
  defer { target.deallocate() }
  let end = write(target)
  return String(decoding: UnsafeBufferPointer(start: target, count: end - target), as: UTF8.self)
}
