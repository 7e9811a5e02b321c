/// Breaks text into lines at blanks.
enum TextWrap {
  static func lines(
    _ text: String, width: Int, indent: String = "", paint: TerminalStyle.Paint? = nil
  ) -> [StyledLine] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let next = line.isEmpty ? String(word) : line + " " + word
      if !line.isEmpty, TextWidth.of(indent) + TextWidth.of(next) > width {
        lines.append(line)
        line = String(word)
      } else {
        line = next
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines.map {
      var styled = StyledLine(indent)
      styled.add($0, paint)
      return styled
    }
  }
}
