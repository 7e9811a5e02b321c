/// Turns the bytes of a file into text, or says where they are not text.
struct TextDecoder {
  var limits: YAMLLimits

  /// The file as UTF-8, with an error for the first byte or character that YAML doesn't allow.
  func decode(_ bytes: [UInt8], path: String, into diagnostics: inout Diagnostics) -> SourceFile? {
    guard bytes.count <= limits.bytes else {
      let file = SourceFile(path: path, utf8: [])
      diagnostics.register(file)
      diagnostics.error(
        "the file has \(bytes.count) bytes; a configuration file has at most \(limits.bytes)",
        at: Span(file, 0..<0), help: "is this a data file? data belongs into a source's `path`")
      return nil
    }
    if let kind = foreignFormat(bytes) {
      let file = SourceFile(path: path, utf8: [])
      diagnostics.register(file)
      diagnostics.error("this is \(kind), not a YAML text", at: Span(file, 0..<0), help: nil)
      return nil
    }
    let (text, firstInvalid) = utf8(bytes)
    let file = SourceFile(path: path, utf8: text)
    diagnostics.register(file)
    if let firstInvalid {
      let position = file.position(at: firstInvalid)
      diagnostics.error(
        "the file is not valid UTF-8 at line \(position.line), column \(position.column)",
        at: Span(file, firstInvalid..<min(firstInvalid + 3, text.count)),
        help: "save the file as UTF-8; characters such as `ä` were probably written in Latin-1")
      return nil
    }
    if let problem = forbiddenCharacter(file) {
      diagnostics.error(problem.message, at: problem.span, help: problem.help)
      return nil
    }
    return file
  }

  private func foreignFormat(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x1F, 0x8B]) { return "a gzip file" }
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return "a zip file" }
    if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return "a zstd file" }
    if bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) { return "a program" }
    if bytes.starts(with: Array("SQLite format 3".utf8)) { return "a SQLite database" }
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
      return "a UTF-32 file (save it as UTF-8)"
    }
    return nil
  }

  /// The text without byte order mark, and the offset in it of the first character that had to be replaced.
  private func utf8(_ bytes: [UInt8]) -> (text: [UInt8], firstInvalid: Int?) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return repaired(bytes[3...]) }
    if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes[2...], isLittleEndian: true) }
    if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes[2...], isLittleEndian: false) }
    if bytes.count >= 2, bytes.count.isMultiple(of: 2) {
      let sample = bytes.prefix(64)
      let evenZeros = sample.enumerated().count { $0.offset % 2 == 0 && $0.element == 0 }
      let oddZeros = sample.enumerated().count { $0.offset % 2 == 1 && $0.element == 0 }
      if evenZeros == 0, oddZeros > sample.count / 3 { return utf16(bytes[...], isLittleEndian: true) }
      if oddZeros == 0, evenZeros > sample.count / 3 { return utf16(bytes[...], isLittleEndian: false) }
    }
    return repaired(bytes[...])
  }

  private func repaired(_ bytes: ArraySlice<UInt8>) -> (text: [UInt8], firstInvalid: Int?) {
    let direct = Array(bytes)
    if String(validating: direct, as: UTF8.self) != nil { return (direct, nil) }
    let text = Array(String(decoding: direct, as: UTF8.self).utf8)
    let first = zip(direct, text).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    return (text, first ?? min(direct.count, text.count))
  }

  private func utf16(_ bytes: ArraySlice<UInt8>, isLittleEndian: Bool) -> (text: [UInt8], firstInvalid: Int?)
  {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var index = bytes.startIndex
    while index + 1 < bytes.endIndex {
      let first = UInt16(bytes[index])
      let second = UInt16(bytes[index + 1])
      units.append(isLittleEndian ? second << 8 | first : first << 8 | second)
      index += 2
    }
    let text = Array(String(decoding: units, as: UTF16.self).utf8)
    let isWhole = bytes.count.isMultiple(of: 2) && String(validating: units, as: UTF16.self) != nil
    return (text, isWhole ? nil : firstReplacement(text))
  }

  private func firstReplacement(_ text: [UInt8]) -> Int {
    var index = 0
    while index + 2 < text.count {
      if text[index] == 0xEF, text[index + 1] == 0xBF, text[index + 2] == 0xBD { return index }
      index += 1
    }
    return text.count
  }

  private func forbiddenCharacter(_ file: SourceFile) -> (message: String, span: Span, help: String)? {
    var offset = 0
    let text = file.utf8
    while offset < text.count {
      let byte = text[offset]
      if byte >= 0x20, byte < 0x7F || byte == 0x0A || byte == 0x0D || byte == 0x09 {
        offset += 1
        continue
      }
      if byte == 0x09 || byte == 0x0A || byte == 0x0D {
        offset += 1
        continue
      }
      let width = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      let scalar = String(decoding: text[offset..<offset + width], as: UTF8.self).unicodeScalars.first
      if let value = scalar?.value, let name = forbiddenName(value) {
        let escape = value < 0x100 ? "\\x\(hex(value, 2))" : "\\u\(hex(value, 4))"
        return (
          "the file contains \(name), which YAML does not allow", Span(file, offset..<offset + width),
          "delete it, or write it as `\(escape)` inside double quotes"
        )
      }
      offset += width
    }
    return nil
  }

  private func forbiddenName(_ value: UInt32) -> String? {
    switch value {
    case 0: "a NUL byte"
    case 0x85: nil
    case 0..<0x20, 0x7F...0x9F: "the control character U+\(hex(value, 4))"
    case 0xFEFF: "a byte order mark in the middle of the text"
    case 0xFFFE, 0xFFFF: "the non-character U+\(hex(value, 4))"
    default: nil
    }
  }

  private func hex(_ value: UInt32, _ digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
