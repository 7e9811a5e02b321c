import PipelineModel

/// The members of a JSON object as texts, in their order.
struct JSONMembers {
  private(set) var names: [String] = []
  private var values: [String: String] = [:]
  private var texts: [String: String] = [:]

  /// Reads an object that is known to be valid; anything else has no members.
  init(_ bytes: [UInt8]) {
    // Editors end a text with a newline.
    let isSpace: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    let trimmed = bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    let text = TextBuffer(Array(trimmed))
    withExtendedLifetime(text) {
      guard var cursor = JSONCursor(UnsafeBufferPointer(start: text.base, count: text.count)), cursor.isObject
      else {
        return
      }
      while let item = cursor.next() {
        guard let name = item.name?.string else { continue }
        names.append(name)
        values[name] = String(decoding: item.value.json, as: UTF8.self)
        if item.value.isText { texts[name] = item.value.string }
      }
    }
  }

  /// The value of a member as JSON.
  subscript(name: String) -> String? { values[name] }

  /// Each member as `"name":value`.
  var lines: [[UInt8]] {
    names.map { JSONWriter.string($0) + [UInt8(ascii: ":")] + Array((values[$0] ?? "null").utf8) }
  }

  /// The object on one line.
  var line: [UInt8] {
    [UInt8(ascii: "{")] + lines.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "}")]
  }

  /// The characters of a member that is a string.
  func text(_ name: String) -> String? { texts[name] }
}

extension JSONElement {
  /// Whether it is a string.
  var isText: Bool { kind == .string || kind == .escapedString }

  /// The value as JSON text.
  var json: [UInt8] {
    isText ? [UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")] : [UInt8](text)
  }
}

/// Checks of JSON texts that people have written.
enum JSONText {
  /// Whether the text is one JSON object in valid UTF-8.
  static func isObject(_ bytes: [UInt8]) -> Bool {
    let text = TextBuffer(bytes)
    let all = UnsafeBufferPointer(start: UnsafePointer(text.base), count: text.count)
    return withExtendedLifetime(text) {
      if UTF8Validator.firstInvalidByte(in: all) != nil { return false }
      var scanner = JSONScanner(base: UnsafePointer(text.base), count: text.count)
      scanner.skipSpace()
      guard let token = try? scanner.value(), token.kind == .object else { return false }
      scanner.skipSpace()
      return (try? scanner.expectEnd()) != nil
    }
  }
}
