/// The texts that mean null.
struct NullValues: Sendable {
  private let texts: [[UInt8]]
  /// Bit n is set if a text of n bytes (63: or more) is among them, so that most fields are dismissed at
  /// once.
  private let lengths: UInt64

  init(_ texts: [String]) {
    self.texts = texts.map { Array($0.utf8) }
    lengths = self.texts.reduce(0) { $0 | 1 << UInt64(min($1.count, 63)) }
  }

  var isEmpty: Bool { texts.isEmpty }

  @inline(__always)
  func contains(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if lengths &>> UInt64(truncatingIfNeeded: min(text.count, 63)) & 1 == 0 { return false }
    return search(text)
  }

  private func search(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    texts.contains { $0.count == text.count && $0.elementsEqual(text) }
  }
}
