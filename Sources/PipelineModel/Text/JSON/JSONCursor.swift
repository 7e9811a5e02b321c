/// Opens an array or object, one element or member at a time.
///
/// The text has been checked before, as that of every `.json` and `.members` cell has; where it is not JSON
/// all the same, the cursor ends early. 64 bytes after the text are readable.
public struct JSONCursor {
  /// A member's name, nil for an element of an array, and its value.
  public typealias Item = (name: JSONElement?, value: JSONElement)

  /// Whether it walks over members.
  public let isObject: Bool
  private var scanner: JSONScanner

  /// A cursor before the first element of an array or the first member of an object; nil for anything else.
  public init?(_ text: UnsafeBufferPointer<UInt8>) {
    guard let base = text.baseAddress, let first = text.first, let last = text.last else { return nil }
    switch (first, last) {
    case (UInt8(ascii: "{"), UInt8(ascii: "}")): isObject = true
    case (UInt8(ascii: "["), UInt8(ascii: "]")): isObject = false
    default: return nil
    }
    scanner = JSONScanner(base: base, count: text.count - 1)
    scanner.position = 1
  }

  /// A cursor before the first of an object's members, which stand without braces.
  public init?(members text: UnsafeBufferPointer<UInt8>) {
    guard let base = text.baseAddress else { return nil }
    isObject = true
    scanner = JSONScanner(base: base, count: text.count)
  }

  /// The next element or member, nil after the last one.
  public mutating func next() -> Item? {
    scanner.skipSpace()
    guard scanner.position < scanner.end else { return nil }
    guard let item = try? item() else {
      scanner.position = scanner.end
      return nil
    }
    scanner.skipSpace()
    _ = scanner.skip(UInt8(ascii: ","))
    return item
  }

  /// The value of the last member of this name, as in JavaScript and Python, from here on.
  public mutating func member(_ name: UnsafeBufferPointer<UInt8>) -> JSONElement? {
    var found: JSONElement?
    while let item = next() {
      if let itemName = item.name, itemName.equals(name) { found = item.value }
    }
    return found
  }

  private mutating func item() throws(JSONProblem) -> Item {
    let name = isObject ? try scanner.nameAndColon() : nil
    let value = try scanner.value()
    return (name.map { JSONElement($0, at: scanner.base) }, JSONElement(value, at: scanner.base))
  }
}
