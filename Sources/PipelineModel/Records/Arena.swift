/// Memory for text that steps compute or unescape; it lives as long as its batch.
///
/// Addresses are stable: a full block is kept and another one is begun. Not safe for two threads at once.
public struct Arena: ~Copyable {
  private var blocks: [UnsafeMutablePointer<UInt8>] = []
  private var next: UnsafeMutablePointer<UInt8>
  private var left = 0
  private let blockSize: Int

  /// An arena that takes memory in blocks of `blockSize` bytes, the first one when it is needed.
  public init(blockSize: Int = 32 * 1024) {
    self.blockSize = blockSize
    next = UnsafeMutablePointer(bitPattern: 16).unsafelyUnwrapped
  }

  deinit { for block in blocks { block.deallocate() } }

  /// Room for `count` bytes, with `TextBuffer.slack` readable bytes after them.
  public mutating func allocate(_ count: Int) -> UnsafeMutablePointer<UInt8> {
    if count > left { grow(count) }
    let result = next
    next += count
    left -= count
    return result
  }

  /// Gives back the end of the latest allocation, of which only `used` of `count` bytes were needed.
  public mutating func shrinkLast(from count: Int, to used: Int) {
    next -= count - used
    left += count - used
  }

  /// A copy of `bytes` that lives as long as the arena.
  public mutating func copy(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafePointer<UInt8> {
    let target = allocate(bytes.count)
    if let base = bytes.baseAddress { target.update(from: base, count: bytes.count) }
    return UnsafePointer(target)
  }

  private mutating func grow(_ count: Int) {
    let size = max(blockSize, count)
    let block = UnsafeMutablePointer<UInt8>.allocate(capacity: size + TextBuffer.slack)
    (block + size).initialize(repeating: 0, count: TextBuffer.slack)
    blocks.append(block)
    next = block
    left = size
  }
}
