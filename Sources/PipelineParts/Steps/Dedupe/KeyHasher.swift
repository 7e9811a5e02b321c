import CXXHash
import PipelineModel

/// Makes one key of typed cells: their canonical bytes, kind and length before each, through XXH3-128.
///
/// Equal values have equal bytes: numbers are the same whether they were read as text, integer or double. Two
/// different keys have one digest with a chance of 2^-128; for 100 million keys that is one in 10^22.
struct KeyHasher: ~Copyable {
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity = 256
  private var count = 0

  init() { bytes = .allocate(capacity: 256) }

  deinit { bytes.deallocate() }

  /// Forgets the cells so far.
  @inline(__always)
  mutating func begin() { count = 0 }

  /// The digest of the cells so far.
  var digest: ContentDigest {
    @inline(__always) get {
      let value = XXH3_128bits(bytes, count)
      return ContentDigest(high: value.high64, low: value.low64)
    }
  }

  @inline(__always)
  mutating func add(_ cell: Cell) {
    switch cell.tag {
    case .string, .json, .members: add(cell.tag, cell.text)
    case .number: addNumber(Cell(number: cell.text))
    case .double: addNumber(cell)
    case .missing: add(.null, 0, 0)
    default: add(cell.tag, cell.bits, cell.length)
    }
  }

  private mutating func addNumber(_ cell: Cell) {
    if cell.tag == .double {
      if let integer = Int64(exactly: cell.double) {
        add(.integer, UInt64(bitPattern: integer), 0)
      } else {
        add(.double, cell.double.isNaN ? Double.nan.bitPattern : cell.bits, 0)
      }
    } else {
      add(.integer, cell.bits, 0)
    }
  }

  @inline(__always)
  private mutating func add(_ tag: Cell.Tag, _ text: UnsafeBufferPointer<UInt8>) {
    if count + 8 + text.count > capacity { grow(8 + text.count) }
    let target = UnsafeMutableRawPointer(bytes + count)
    target.storeBytes(of: UInt64(tag.rawValue) << 32 | UInt64(text.count), as: UInt64.self)
    if let source = text.baseAddress { (target + 8).copyMemory(from: source, byteCount: text.count) }
    count += 8 + text.count
  }

  @inline(__always)
  private mutating func add(_ tag: Cell.Tag, _ bits: UInt64, _ length: UInt32) {
    if count + 16 > capacity { grow(16) }
    let target = UnsafeMutableRawPointer(bytes + count)
    target.storeBytes(of: UInt64(tag.rawValue) << 32 | UInt64(length), as: UInt64.self)
    (target + 8).storeBytes(of: bits, as: UInt64.self)
    count += 16
  }

  private mutating func grow(_ extra: Int) {
    let doubled = max(capacity * 2, count + extra)
    let new = UnsafeMutablePointer<UInt8>.allocate(capacity: doubled)
    new.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = new
    capacity = doubled
  }
}
