extension Batch {
  /// The cell of a value that stands in memory this batch owns; strings with escapes go into the arena.
  @inlinable @inline(__always)
  public func cell(_ token: JSONToken, at base: UnsafePointer<UInt8>) -> Cell {
    let text = base + token.start
    let count = token.end &- token.start
    switch token.kind {
    case .string: return Cell(text: text, count: count)
    case .integer, .number: return Cell(text: text, count: count, tag: .number)
    case .null: return .null
    case .no: return Cell(false)
    case .yes: return Cell(true)
    case .array, .object: return Cell(text: text, count: count, tag: .json)
    case .escapedString: return unescaped(text, count)
    }
  }

  /// The cell of a JSON string's text with its escapes replaced.
  @usableFromInline
  func unescaped(_ text: UnsafePointer<UInt8>, _ count: Int) -> Cell {
    let room = count + 16
    let target = allocateText(room)
    let used = JSONUnescape.write(text, count: count, to: target)
    shrinkLastText(from: room, to: used)
    return Cell(text: target, count: used)
  }
}

extension Cell {
  /// The number that JSON text spells: an integer if it has neither point nor exponent and fits in 64 bits,
  /// else the nearest double, infinite if it is beyond all doubles.
  @inlinable
  public init(number text: UnsafeBufferPointer<UInt8>) {
    if let integer = NumberParser.integer(text) {
      self.init(integer)
    } else {
      let isNegative = text.first == UInt8(ascii: "-")
      self.init(NumberParser.double(text) ?? (isNegative ? -Double.infinity : .infinity))
    }
  }
}
