import PipelineModel

/// Text in another encoding, as UTF-8.
///
/// What is not text in its encoding (half a surrogate pair, an odd last byte, a byte without a character)
/// comes out as bytes that are not UTF-8, so that the record it stands in fails like any other bad text, and
/// only it.
final class TranscodedStream: ByteStream {
  private let bytes: any ByteStream
  private let encoding: TextEncoding
  private let block: UnsafeMutablePointer<UInt8>
  private var next = 0
  private var count = 0
  private var highSurrogate: UInt32?
  private var isAtEnd = false

  private static let blockSize = 64 * 1024
  /// No byte of UTF-8.
  private static let invalid: UInt8 = 0xFF

  /// - Parameter encoding: anything but `utf-8` and `utf-16`, whose order has to be known.
  init(_ bytes: any ByteStream, encoding: TextEncoding) {
    self.bytes = bytes
    self.encoding = encoding
    block = .allocate(capacity: TranscodedStream.blockSize)
  }

  deinit { block.deallocate() }

  func read(into target: UnsafeMutablePointer<UInt8>, count wanted: Int) throws(SourceProblem) -> Int {
    // A unit may need room for the surrogate kept before it and for itself.
    let limit = wanted - 6
    var filled = 0
    while filled == 0 && !isAtEnd {
      try refill()
      switch encoding {
      case .utf16BigEndian: filled = utf16(into: target, limit, high: 0, low: 1)
      case .utf16LittleEndian: filled = utf16(into: target, limit, high: 1, low: 0)
      case .windows1252: filled = windows1252(into: target, limit)
      default: filled = latin1(into: target, limit)
      }
    }
    return filled
  }

  /// Reads a block when not even one unit is left.
  private func refill() throws(SourceProblem) {
    guard count - next < 2 else { return }
    if next < count { block[0] = block[next] }
    count -= next
    next = 0
    let got = try bytes.read(into: block + count, count: TranscodedStream.blockSize - count)
    count += got
    isAtEnd = got == 0
  }

  private func latin1(into target: UnsafeMutablePointer<UInt8>, _ limit: Int) -> Int {
    var filled = 0
    while next < count && filled <= limit {
      filled += put(UInt32(block[next]), at: target + filled)
      next += 1
    }
    return filled
  }

  private func windows1252(into target: UnsafeMutablePointer<UInt8>, _ limit: Int) -> Int {
    var filled = 0
    while next < count && filled <= limit {
      let byte = block[next]
      let scalar = (0x80...0x9F).contains(byte) ? UInt32(Self.windowsOnly[Int(byte) - 0x80]) : UInt32(byte)
      if scalar == 0 && byte != 0 {
        target[filled] = Self.invalid
        filled += 1
      } else {
        filled += put(scalar, at: target + filled)
      }
      next += 1
    }
    return filled
  }

  private func utf16(into target: UnsafeMutablePointer<UInt8>, _ limit: Int, high: Int, low: Int) -> Int {
    var filled = 0
    while next + 2 <= count && filled <= limit {
      let unit = UInt32(block[next + high]) << 8 | UInt32(block[next + low])
      next += 2
      if let first = highSurrogate {
        highSurrogate = nil
        if (0xDC00...0xDFFF).contains(unit) {
          filled += put(0x10000 + (first - 0xD800) << 10 + (unit - 0xDC00), at: target + filled)
          continue
        }
        filled += put(first, at: target + filled)
      }
      if (0xD800...0xDBFF).contains(unit) {
        highSurrogate = unit
      } else {
        filled += put(unit, at: target + filled)
      }
    }
    if isAtEnd {
      if let first = highSurrogate { filled += put(first, at: target + filled) }
      highSurrogate = nil
      if next < count {
        target[filled] = Self.invalid
        filled += 1
        next = count
      }
    }
    return filled
  }

  /// Writes a code point; a surrogate becomes three bytes that UTF-8 forbids.
  @inline(__always)
  private func put(_ scalar: UInt32, at target: UnsafeMutablePointer<UInt8>) -> Int {
    if scalar < 0x80 {
      target[0] = UInt8(truncatingIfNeeded: scalar)
      return 1
    }
    let last = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
    if scalar < 0x800 {
      target[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
      target[1] = last
      return 2
    }
    let third = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
    if scalar < 0x10000 {
      target[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
      target[1] = third
      target[2] = last
      return 3
    }
    target[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
    target[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
    target[2] = third
    target[3] = last
    return 4
  }

  /// The characters of 0x80…0x9F; 0 where Windows-1252 has none.
  private static let windowsOnly: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]
}
