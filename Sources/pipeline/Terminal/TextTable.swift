/// Columns of text under headings, numbers to the right.
struct TextTable: Sendable {
  struct Column: Sendable {
    var title: String
    var isNumber = false
  }

  /// A cell and its look.
  struct Cell: Sendable, ExpressibleByStringLiteral {
    var text: String
    var paint: TerminalStyle.Paint?

    init(_ text: String, _ paint: TerminalStyle.Paint? = nil) {
      self.text = text
      self.paint = paint
    }

    init(stringLiteral text: String) { self.init(text) }
  }

  let columns: [Column]
  private(set) var rows: [[Cell]] = []
  var indent = 0

  init(_ columns: [Column], indent: Int = 0) {
    self.columns = columns
    self.indent = indent
  }

  mutating func add(_ cells: [Cell]) { rows.append(cells) }

  /// Headings and rows.
  var lines: [StyledLine] {
    let heading = columns.map { Cell($0.title, .dim) }
    let hasHeading = columns.contains { !$0.title.isEmpty }
    let all = (hasHeading ? [heading] : []) + rows
    let widths = columns.indices.map { column in all.map { TextWidth.of($0[column].text) }.max() ?? 0 }
    return all.map { cells in
      var line = StyledLine(String(repeating: " ", count: indent))
      for (index, cell) in cells.enumerated() {
        if index > 0 { line.add("  ") }
        let text = TextWidth.visible(cell.text)
        let isLast = index == columns.count - 1
        let isNumber = columns[index].isNumber
        line.add(
          isLast && !isNumber ? text : TextWidth.pad(text, to: widths[index], isRight: isNumber), cell.paint)
      }
      return line
    }
  }
}
