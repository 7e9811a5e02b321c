/// A field within its record's text, without the quotes around it.
struct CSVField: Equatable {
  var start: Int
  var end: Int
  /// Whether the text contains doubled quotes or backslashes to be removed.
  var isEscaped: Bool
  var isQuoted: Bool

  /// The field's text as bytes of its own.
  func text(_ bytes: UnsafePointer<UInt8>, _ dialect: CSVDialect) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: end - start) { buffer, count in
      guard let target = buffer.baseAddress else { return }
      count = copy(bytes, to: target, dialect)
    }
  }

  /// Copies the text without its doubled quotes or backslashes; answers its length.
  func copy(_ bytes: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, _ dialect: CSVDialect)
    -> Int
  {
    let removed = dialect.hasEscape ? dialect.escape : dialect.quote
    var count = 0
    var at = start
    while at < end {
      if isEscaped && bytes[at] == removed && at + 1 < end { at += 1 }
      target[count] = bytes[at]
      count += 1
      at += 1
    }
    return count
  }
}
