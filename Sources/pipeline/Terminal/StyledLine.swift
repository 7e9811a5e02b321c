/// A line in pieces of different looks, so that it can be cut to a width before it is painted.
struct StyledLine: Sendable {
  private(set) var pieces: [(text: String, paint: TerminalStyle.Paint?)] = []

  init() {}

  init(_ text: String, _ paint: TerminalStyle.Paint? = nil) { add(text, paint) }

  /// The columns it takes.
  var width: Int { pieces.reduce(0) { $0 + TextWidth.of($1.text) } }

  mutating func add(_ text: String, _ paint: TerminalStyle.Paint? = nil) {
    pieces.append((TextWidth.visible(text), paint))
  }

  static func + (left: StyledLine, right: StyledLine) -> StyledLine {
    var line = left
    line.pieces += right.pieces
    return line
  }

  /// Adds blanks up to a column.
  mutating func advance(to column: Int) {
    add(String(repeating: " ", count: max(0, column - width)))
  }

  /// The line as it is printed, without blanks at its end, no wider than `limit`.
  func text(_ style: TerminalStyle, limit: Int = .max) -> String {
    var result = ""
    var left = limit
    var pieces = pieces
    while let last = pieces.last, last.text.allSatisfy({ $0 == " " }) { pieces.removeLast() }
    for piece in pieces {
      let width = TextWidth.of(piece.text)
      if width > left {
        return result + style.paint(TextWidth.cut(piece.text, to: left), piece.paint)
      }
      result += style.paint(piece.text, piece.paint)
      left -= width
    }
    return result
  }
}
