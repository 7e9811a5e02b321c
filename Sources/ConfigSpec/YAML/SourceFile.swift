/// One configuration file as decoded text, and where its lines begin.
///
/// Offsets count bytes of the UTF-8 text after decoding: a byte order mark and UTF-16 are gone.
public final class SourceFile: Sendable {
  /// The path as the user wrote it; shown in messages.
  public let path: String
  /// The decoded text.
  public let utf8: [UInt8]
  private let lineStarts: [Int]

  /// Takes text that is already valid UTF-8 without a byte order mark.
  public init(path: String, utf8: [UInt8]) {
    self.path = path
    self.utf8 = utf8
    var starts = [0]
    var offset = 0
    while offset < utf8.count {
      let byte = utf8[offset]
      offset += 1
      if byte == 0x0D, offset < utf8.count, utf8[offset] == 0x0A { offset += 1 }
      if byte == 0x0A || byte == 0x0D { starts.append(offset) }
    }
    lineStarts = starts
  }

  /// Takes literal text.
  public convenience init(path: String, text: String) {
    self.init(path: path, utf8: Array(text.utf8))
  }

  /// The number of lines; an empty file has one.
  public var lineCount: Int { lineStarts.count }

  /// The directory of the file, without a slash at the end; `.` if the path has none.
  public var directory: String {
    guard let slash = path.utf8.lastIndex(of: 0x2F) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Where a byte stands, for people: both numbers begin at 1.
  public func position(at offset: Int) -> Position {
    let bounded = min(max(0, offset), utf8.count)
    let line = lineIndex(at: bounded)
    let column = codePoints(in: lineStarts[line]..<bounded)
    return Position(line: line + 1, column: column + 1)
  }

  /// The bytes of a line (from 1), without its line break.
  public func lineRange(_ line: Int) -> Range<Int> {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] : utf8.count
    while end > start, utf8[end - 1] == 0x0A || utf8[end - 1] == 0x0D { end -= 1 }
    return start..<end
  }

  /// The text of a range of bytes.
  public func text(_ range: Range<Int>) -> String {
    String(decoding: utf8[range.clamped(to: 0..<utf8.count)], as: UTF8.self)
  }

  func byte(_ offset: Int) -> UInt8? {
    offset >= 0 && offset < utf8.count ? utf8[offset] : nil
  }

  private func codePoints(in range: Range<Int>) -> Int {
    utf8[range].reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
  }

  private func lineIndex(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
