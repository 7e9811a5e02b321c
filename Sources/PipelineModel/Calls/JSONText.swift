/// Whole JSON texts that come from outside.
public enum JSONText {
  /// Checks that bytes are one JSON value in UTF-8.
  ///
  /// - Throws: where and why they are not.
  public static func check(_ bytes: [UInt8]) throws(JSONProblem) {
    // The scanner reads up to 64 bytes past the end.
    let buffer = TextBuffer(bytes)
    let text = UnsafeBufferPointer(start: UnsafePointer(buffer.base), count: bytes.count)
    if let invalid = UTF8Validator.firstInvalidByte(in: text) {
      throw JSONProblem(offset: invalid, .invalidUTF8)
    }
    var scanner = JSONScanner(base: UnsafePointer(buffer.base), count: bytes.count)
    scanner.skipSpace()
    _ = try scanner.value()
    try scanner.expectEnd()
  }
}
