/// The line a span begins in, cut to a readable width, and the underline that fits below it.
struct Excerpt {
  private static let width = 100
  private(set) var line = ""
  private(set) var indent = ""
  private(set) var underline = ""

  init(_ span: Span, concealed: Set<Span>) {
    let file = span.file
    let line = file.lineRange(span.start.line)
    let range = Self.window(of: line, around: span.range.lowerBound, file)
    let hidden = concealed.filter { $0.file === file && $0.range.overlaps(range) }.map(\.range)
    var cells: [(text: String, width: Int, isMarked: Bool)] = []
    var offset = range.lowerBound
    let end = max(span.range.upperBound, span.range.lowerBound + 1)
    for scalar in file.text(range).unicodeScalars {
      let isHidden = hidden.contains { $0.contains(offset) }
      let isMarked = span.range.lowerBound <= offset && offset < end
      let cell = isHidden ? ("*", 1) : Self.cell(scalar)
      cells.append((cell.0, cell.1, isMarked))
      offset += UTF8.width(scalar)
    }
    // Trailing blanks are never underlined, and a span at the end of the line gets a place of its own.
    while let last = cells.lastIndex(where: \.isMarked), cells[last].text == " ",
      cells.contains(where: { $0.isMarked && $0.text != " " })
    {
      cells[last].isMarked = false
    }
    let first = cells.firstIndex(where: \.isMarked) ?? cells.count
    let window = Self.window(cells.map(\.width), around: first)
    if window.lowerBound > 0 || range.lowerBound > line.lowerBound {
      self.line = "…"
      indent = " "
    }
    for cell in cells[window] {
      self.line += cell.text
      if cell.isMarked {
        underline += String(repeating: "^", count: cell.width)
      } else if underline.isEmpty {
        indent += String(repeating: " ", count: cell.width)
      }
    }
    if window.upperBound < cells.count || range.upperBound < line.upperBound { self.line += "…" }
    if underline.isEmpty { underline = "^" }
  }

  /// Few enough bytes of a line, however long it is, cut between characters.
  private static func window(of line: Range<Int>, around offset: Int, _ file: SourceFile) -> Range<Int> {
    var start = max(line.lowerBound, offset - 4 * width)
    var end = min(line.upperBound, offset + 8 * width)
    while start > line.lowerBound, let byte = file.byte(start), byte & 0xC0 == 0x80 { start -= 1 }
    while end < line.upperBound, let byte = file.byte(end), byte & 0xC0 == 0x80 { end += 1 }
    return start..<max(start, end)
  }

  private static func window(_ widths: [Int], around first: Int) -> Range<Int> {
    guard widths.reduce(0, +) > width else { return 0..<widths.count }
    var start = min(first, widths.count)
    var room = width * 2 / 5
    while start > 0, room >= widths[start - 1] {
      start -= 1
      room -= widths[start]
    }
    var end = start
    room = width
    while end < widths.count, room >= widths[end] {
      room -= widths[end]
      end += 1
    }
    return start..<end
  }

  private static func cell(_ scalar: Unicode.Scalar) -> (String, Int) {
    if scalar == "\t" { return ("    ", 4) }
    if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.properties.isBidiControl {
      return ("\u{FFFD}", 1)
    }
    return (String(scalar), columns(of: scalar))
  }

  /// How many columns a terminal gives a character (Unicode UAX #11, coarse).
  private static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
