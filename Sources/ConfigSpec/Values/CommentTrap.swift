/// Finds an unquoted expression that a ` #` has cut: `check: name == 'a # b'`.
struct CommentTrap {
  let node: Node

  init(_ node: Node) { self.node = node }

  /// Reports an error if the rest is unbalanced, else a warning; returns whether the text may be used.
  func check(_ decoding: inout Decoding) -> Bool {
    guard let scalar = node.scalar, scalar.style == .plain, let comment else { return true }
    let help =
      "put the expression in quotes if ` #` belongs to it; if it is a comment, put it on the line above"
    if isUnbalanced(scalar.text) {
      decoding.error("is cut off here: in YAML ` #` begins a comment", at: comment, help: help)
      return false
    }
    decoding.warning("ends before ` #`, which begins a YAML comment", at: comment, help: help)
    return true
  }

  private var comment: Span? {
    let file = node.span.file
    var cursor = node.span.range.upperBound
    while let byte = file.byte(cursor), byte == 0x20 || byte == 0x09 { cursor += 1 }
    guard cursor > node.span.range.upperBound, file.byte(cursor) == UInt8(ascii: "#") else { return nil }
    let line = file.lineRange(file.position(at: cursor).line)
    return Span(file, cursor..<line.upperBound)
  }

  private func isUnbalanced(_ text: String) -> Bool {
    var depth = 0
    var quote: UInt8?
    var isEscaped = false
    for byte in text.utf8 {
      if let open = quote {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == open {
          quote = nil
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = byte
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
    }
    return quote != nil || depth != 0
  }
}
