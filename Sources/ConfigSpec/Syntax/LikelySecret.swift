/// Finds values whose keys sound secret.
///
/// A file that can't be read has no fields, so nothing in it could be marked secret; messages about it must
/// still not show a password.
struct LikelySecret {
  private static let words = [
    "password", "passwd", "secret", "token", "api_key", "apikey", "credential", "private_key", "webhook_url",
  ]

  /// The value to hide, if there is one on the line.
  let span: Span?

  init(_ line: SourceLine) {
    span = Self.value(line).map { Span(line.file, $0) }
  }

  /// All such values of a file; of a very long one only those of its beginning.
  static func all(in file: SourceFile) -> [Span] {
    (1...file.lineCount).prefix(20_000).compactMap { LikelySecret(SourceLine(file, $0)).span }
  }

  private static func value(_ line: SourceLine) -> Range<Int>? {
    let bytes = line.file.utf8[line.content..<max(line.content, line.value.upperBound)]
    guard
      let sign = bytes.prefix(200).firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") })
    else {
      return nil
    }
    let name = line.file.text(line.content..<sign).lowercased()
    guard words.contains(where: { name.contains($0) }) else { return nil }
    var start = sign + 1
    while start < line.value.upperBound, line.file.byte(start) == 0x20 { start += 1 }
    let text = line.file.text(start..<line.value.upperBound)
    guard !text.isEmpty, !text.hasPrefix("${"), !text.hasPrefix("\"${") else { return nil }
    return start..<line.value.upperBound
  }
}
