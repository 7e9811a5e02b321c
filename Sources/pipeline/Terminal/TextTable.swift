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

  /// The table if it is no wider than `width`; else its rows one below the other, each with the names of its columns.
  func lines(within width: Int) -> [StyledLine] {
    let lines = lines
    if lines.allSatisfy({ $0.width <= width }) { return lines }
    return rows.flatMap { row in
      var stacked: [StyledLine] = []
      for (column, cell) in zip(columns, row) where !cell.text.isEmpty {
        var piece = StyledLine(column.title.isEmpty || stacked.isEmpty ? "" : "\(column.title) ", .dim)
        piece.add(cell.text, cell.paint)
        guard let last = stacked.last, stacked.count > 1, last.width + 3 + piece.width <= width else {
          stacked.append(stacked.isEmpty ? piece : StyledLine("  ") + piece)
          continue
        }
        stacked[stacked.count - 1] = last + StyledLine("   ") + piece
      }
      return stacked
    }
  }

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
