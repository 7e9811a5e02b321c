import PipelineModel
import Resilience

/// Says why a cell can't be converted: the field, the place in the value, never the value.
struct ConversionProblem {
  private let column: ColumnConversion
  private let cell: Cell

  init(_ column: ColumnConversion, _ cell: Cell) {
    self.column = column
    self.cell = cell
  }

  var failure: Failure {
    Failure("ConversionError", .permanent, "field `\(column.name)` \(reason)", field: column.name)
  }

  private var reason: String {
    let type = column.target.type
    switch cell.tag {
    case .missing: return "is missing; \(type.article) is expected"
    case .null: return "is null; \(type.article) is expected (`\(type)?` allows null)"
    case .string where cell.length == 0:
      return "is empty; \(type.article) is expected (`\(type)?` allows empty values)"
    case .string, .number: return "is not \(type.article): \(detail)"
    case .json: return "is a JSON array or object; \(type.article) is expected"
    case .yes, .no: return "is a boolean; \(type.article) is expected"
    case .integer, .double:
      if case .timestamp = column.target { return "is a number out of the range of timestamps" }
      if cell.tag == .double, type == .integer {
        return "is not an integer: it has a fraction, or is too large to be exact"
      }
      return "is a number; \(type.article) is expected"
    case .timestamp: return "is a timestamp; \(type.article) is expected"
    case .date: return "is a date; \(type.article) is expected"
    default: return "can't become \(type.article)"
    }
  }

  private var detail: String {
    if let space = spaceAtEdge { return "a space at character \(space) (`trim: true` drops it)" }
    switch column.target {
    case .integer: return integerDetail
    case .double: return doubleDetail
    case .boolean(let texts):
      return texts.hasOwnTexts
        ? "it is none of the texts under `true` and `false`"
        : "true, t, yes, y, 1, false, f, no, n or 0 is expected"
    case .timestamp(let texts): return timeDetail(texts, asDate: false)
    case .date(let texts): return timeDetail(texts, asDate: true)
    case .string: return "it has no text"
    }
  }

  private var spaceAtEdge: Int? {
    let text = cell.text
    if let first = text.first, TextTrimming.isSpace(first) { return 1 }
    if let last = text.last, TextTrimming.isSpace(last) { return character(text.count - 1) }
    return nil
  }

  private var integerDetail: String {
    if NumberParser.integerProblem(cell.text) == .outOfRange { return "it doesn't fit in 64 bits" }
    let digits = cell.text.dropFirst(hasSign ? 1 : 0)
    let place = digits.firstIndex { $0 &- UInt8(ascii: "0") > 9 } ?? cell.text.count
    if place < cell.text.count, cell.text[place] == UInt8(ascii: "."), NumberParser.double(cell.text) != nil {
      return cell.tag == .number
        ? "it has a fraction" : "it has a decimal point at character \(character(place))"
    }
    return "a digit is expected at character \(character(place))"
  }

  private var doubleDetail: String {
    if NumberParser.doubleProblem(cell.text) == .outOfRange { return "it is too large" }
    return "a number must go on at character \(character(doubleEnd))"
  }

  /// How far the text is a number.
  private var doubleEnd: Int {
    var end = cell.text.count
    while end > 0 {
      let head = UnsafeBufferPointer(rebasing: cell.text[..<end])
      if NumberParser.double(head) != nil { return end }
      end -= 1
    }
    return hasSign ? 1 : 0
  }

  private func timeDetail(_ texts: TimestampTexts, asDate: Bool) -> String {
    guard let found = texts.mismatch(cell, asDate: asDate) else { return "it can't be read" }
    let place = "\(found.mismatch.expected) is expected at character \(character(found.mismatch.offset))"
    return found.format.map { "\(place) for `\($0)`" } ?? place
  }

  private var hasSign: Bool {
    cell.text.first == UInt8(ascii: "-") || cell.text.first == UInt8(ascii: "+")
  }

  /// The number of the character that a byte belongs to, from 1.
  private func character(_ offset: Int) -> Int {
    cell.text.prefix(offset).count { $0 & 0xC0 != 0x80 } + 1
  }
}
