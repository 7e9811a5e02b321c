/// A value inside a JSON array or object, as a slice of the text it stands in.
///
/// Valid as long as that text; 64 bytes after it are readable.
@frozen
public struct JSONElement: BitwiseCopyable {
  /// What it is.
  public var kind: JSONToken.Kind
  /// Its text; of a string, what stands between the quotes.
  public var text: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

  let start: UnsafePointer<UInt8>
  let count: Int

  init(_ token: JSONToken, at base: UnsafePointer<UInt8>) {
    kind = token.kind
    start = base + token.start
    count = token.end - token.start
  }

  /// The value as a cell of the batch that owns the text.
  public func cell(in batch: Batch) -> Cell {
    batch.cell(JSONToken(kind: kind, start: 0, end: count), at: start)
  }

  /// The characters of a string, with its escapes replaced; the text of any other value.
  public var string: String {
    guard kind == .escapedString else { return String(decoding: text, as: UTF8.self) }
    return withUnescaped { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether a string has these characters.
  public func equals(_ characters: UnsafeBufferPointer<UInt8>) -> Bool {
    if kind == .string { return text.elementsEqual(characters) }
    return kind == .escapedString && withUnescaped { $0.elementsEqual(characters) }
  }

  private func withUnescaped<T>(_ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count + 16) { room in
      let used = room.baseAddress.map { JSONUnescape.write(start, count: count, to: $0) } ?? 0
      return body(UnsafeBufferPointer(rebasing: room[..<used]))
    }
  }
}

extension JSONScanner {
  /// Reads a member's name, the colon and the space after it.
  public mutating func memberName() throws(JSONProblem) -> String {
    JSONElement(try nameAndColon(), at: base).string
  }
}
