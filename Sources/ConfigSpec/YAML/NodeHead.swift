/// What stands before the content of a node: an anchor and a tag.
struct NodeHead {
  /// The offset of the content itself.
  var content: Int
  /// Where the tag stands.
  var tag: Span?

  init(file: SourceFile, event: YAMLEvent) {
    content = event.range.lowerBound
    guard event.anchor != nil || event.tag != nil else { return }
    var cursor = content
    while let byte = file.byte(cursor), cursor < max(event.range.upperBound, cursor + 1) {
      guard byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!") else { break }
      let start = cursor
      while let next = file.byte(cursor), next > 0x20 { cursor += 1 }
      if byte == UInt8(ascii: "!") { tag = Span(file, start..<cursor) }
      var ahead = cursor
      while let next = file.byte(ahead), next == 0x20 || next == 0x09 { ahead += 1 }
      guard let next = file.byte(ahead), next != 0x0A, next != 0x0D, next != UInt8(ascii: "#") else { break }
      cursor = ahead
    }
    content = cursor
  }
}
