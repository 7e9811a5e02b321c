/// CSV read as plainly as possible, to compare the real reader with: quotes, doubled quotes, LF, CRLF, CR.
struct CSVReference {
  enum Row: Equatable {
    case fields([[UInt8]])
    case failed
  }

  struct Record: Equatable {
    var line: Int64
    var start: Int
    var end: Int
    var row: Row
  }

  let text: [UInt8]
  private var at = 0
  private var line: Int64 = 1

  init(_ text: [UInt8]) { self.text = text }

  mutating func records() -> [Record] {
    var all: [Record] = []
    while at < text.count {
      let start = at
      let startLine = line
      var (row, end, next) = record(at: start)
      if case .failed = row {
        while end < text.count && !isEnd(end) { end += 1 }
        next = end + endLength(end)
      }
      for index in start..<next where isEnd(index) && !(index > 0 && isCRLF(index - 1)) { line += 1 }
      at = next
      if end > start { all.append(Record(line: startLine, start: start, end: end, row: row)) }
    }
    return all
  }

  /// The record, where it ends (or where its defect is) and where the next one begins.
  private func record(at start: Int) -> (Row, Int, Int) {
    var fields: [[UInt8]] = []
    var index = start
    while true {
      var field: [UInt8] = []
      if index < text.count && text[index] == 0x22 {
        let opened = index
        index += 1
        while true {
          guard index < text.count else { return (.failed, opened, 0) }
          if text[index] == 0x22 {
            guard index + 1 < text.count && text[index + 1] == 0x22 else { break }
            index += 1
          }
          field.append(text[index])
          index += 1
        }
        index += 1
        if index < text.count && text[index] != 0x2C && !isEnd(index) { return (.failed, index, 0) }
      } else {
        while index < text.count && text[index] != 0x2C && !isEnd(index) {
          field.append(text[index])
          index += 1
        }
      }
      fields.append(field)
      guard index < text.count && text[index] == 0x2C else {
        return (.fields(fields), index, index + endLength(index))
      }
      index += 1
    }
  }

  private func isEnd(_ index: Int) -> Bool { text[index] == 0x0A || text[index] == 0x0D }

  private func isCRLF(_ index: Int) -> Bool {
    index + 1 < text.count && text[index] == 0x0D && text[index + 1] == 0x0A
  }

  private func endLength(_ index: Int) -> Int { index >= text.count ? 0 : isCRLF(index) ? 2 : 1 }
}
