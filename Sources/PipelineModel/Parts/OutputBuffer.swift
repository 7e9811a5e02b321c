/// Bytes on their way into a file; grows as needed and is reused from batch to batch.
public struct OutputBuffer: ~Copyable {
  /// The bytes; `count` of them are filled, and 64 beyond the capacity may be overwritten.
  public private(set) var base: UnsafeMutablePointer<UInt8>
  /// Bytes filled.
  public var count = 0
  /// Bytes that fit before the memory must grow.
  public private(set) var capacity: Int

  /// An empty buffer.
  public init(capacity: Int = 64 * 1024) {
    self.capacity = capacity
    base = .allocate(capacity: capacity + TextBuffer.slack)
  }

  deinit { base.deallocate() }

  /// Makes room for `extra` more bytes (and 64 bytes of slack that a vector store may touch).
  @inlinable
  public mutating func reserve(_ extra: Int) {
    if count &+ extra > capacity { grow(extra) }
  }

  /// Appends bytes.
  public mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    reserve(bytes.count)
    (base + count).update(from: source, count: bytes.count)
    count += bytes.count
  }

  /// The filled part.
  public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  @usableFromInline
  mutating func grow(_ extra: Int) {
    let doubled = max(capacity * 2, count + extra)
    let new = UnsafeMutablePointer<UInt8>.allocate(capacity: doubled + TextBuffer.slack)
    new.update(from: base, count: count)
    base.deallocate()
    base = new
    capacity = doubled
  }
}
