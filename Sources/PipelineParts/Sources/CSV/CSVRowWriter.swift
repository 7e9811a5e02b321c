import PipelineModel
import Resilience

/// Writes the fields of records as the cells of a batch's rows; both decoders end here.
struct CSVRowWriter {
  let batch: Batch
  private let source: CSVSource
  private let width: Int
  private let fieldCount: Int
  private let slots: [Int]?
  private let hasNulls: Bool
  private var cells: UnsafeMutablePointer<Cell>
  /// Fields of the current record so far.
  private(set) var column = 0

  init(_ batch: Batch, source: CSVSource, slots: [Int]?) {
    self.batch = batch
    self.source = source
    self.slots = slots
    width = batch.width
    fieldCount = source.header.names.count
    hasNulls = !source.nulls.isEmpty
    cells = batch.pendingRow()
  }

  /// Adds a field whose text stands in the input as it is.
  @inline(__always)
  mutating func add(_ text: UnsafePointer<UInt8>, _ count: Int) {
    if column < fieldCount {
      var cell = Cell(text: text, count: count)
      if hasNulls && source.nulls.contains(cell.text) { cell = .null }
      cells[slots == nil ? column : slot] = cell
    }
    column &+= 1
  }

  /// Adds a field whose doubled quotes or backslashes are to be removed.
  mutating func addEscaped(_ field: CSVField, _ bytes: UnsafePointer<UInt8>) {
    let room = field.end - field.start
    let target = batch.allocateText(room)
    let count = field.copy(bytes, to: target, source.dialect)
    batch.shrinkLastText(from: room, to: count)
    add(target, count)
  }

  /// Ends the record.
  @inline(__always)
  mutating func finish(_ origin: RowOrigin) {
    if column == fieldCount {
      // What is left are the slots of stages to come.
      var slot = fieldCount
      while slot < width {
        cells[slot] = .missing
        slot &+= 1
      }
      batch.commitRow(origin)
    } else {
      finishUnusual(origin)
    }
    column = 0
    cells = batch.pendingRow()
  }

  /// Ends a record that can't be read.
  mutating func fail(_ origin: RowOrigin, _ failure: Failure) {
    column = 0
    fillUp()
    batch.fail(batch.commitRow(origin), stage: -1, failure)
    column = 0
    cells = batch.pendingRow()
  }

  private var slot: Int { slots?[column] ?? column }

  @inline(never)
  private mutating func finishUnusual(_ origin: RowOrigin) {
    let found = column
    fillUp()
    let row = batch.commitRow(origin)
    if found == fieldCount { return }
    // Bad text may be why the fields don't add up: the odd last byte of UTF-16, for one, is no record.
    let record = batch.original(row)
    let encoding = EncodingCheck(encoding: source.options.input.encoding)
    let badText = UTF8Validator.firstInvalidByte(in: record).map {
      encoding.failure(in: record, at: $0, firstLine: origin.line)
    }
    batch.fail(row, stage: -1, badText ?? ragged(found, line: origin.line))
  }

  /// Makes the cells that no field filled missing.
  private mutating func fillUp() {
    while column < fieldCount {
      cells[slot] = .missing
      column += 1
    }
    if fieldCount < width { (cells + fieldCount).update(repeating: .missing, count: width - fieldCount) }
  }

  private func ragged(_ found: Int, line: Int64) -> Failure {
    let fields = found == 1 ? "1 field" : "\(found) fields"
    var message = "line \(line): found \(fields), expected \(fieldCount); "
    if found < fieldCount {
      let missing = slots?[found] ?? found
      message += "the first missing one is column \(found + 1), `\(source.header.names[missing])`"
    } else {
      message += "field \(fieldCount + 1) and later ones have no column"
    }
    return Failure("ParseError", .permanent, message)
  }
}
