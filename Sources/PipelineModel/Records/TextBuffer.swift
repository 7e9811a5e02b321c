/// A block of input text that batches point into.
///
/// The bytes are written once by the reader and only read afterwards; 64 zero bytes past the capacity are
/// readable, so that vector code may read beyond the end.
public final class TextBuffer: @unchecked Sendable {
  // Unchecked because of the raw pointer: one reader fills the buffer before it hands it on through a lock;
  // from then on nobody writes.

  /// Bytes that are readable after the last one.
  public static let slack = 64

  /// The first byte.
  public let base: UnsafeMutablePointer<UInt8>
  /// How many bytes fit.
  public let capacity: Int
  /// How many bytes are filled.
  public var count: Int

  /// An empty buffer for `capacity` bytes.
  public init(capacity: Int) {
    base = .allocate(capacity: capacity + TextBuffer.slack)
    (base + capacity).initialize(repeating: 0, count: TextBuffer.slack)
    self.capacity = capacity
    count = 0
  }

  /// A buffer that holds a copy of `bytes`.
  public convenience init(_ bytes: some Collection<UInt8>) {
    self.init(capacity: bytes.count)
    for byte in bytes {
      base[count] = byte
      count += 1
    }
  }

  deinit { base.deallocate() }
}
