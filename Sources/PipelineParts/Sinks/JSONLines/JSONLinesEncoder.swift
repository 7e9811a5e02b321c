internal import CScan
public import PipelineModel

/// Writes rows as JSON Lines.
///
/// Missing fields are left out. Timestamps are RFC 3339 strings and dates `YYYY-MM-DD`; numbers and nested
/// values that were read as JSON keep their text; members without column follow the columns, but for those in
/// whose place a stage has put a column. JSON has no NaN and no infinities: they become null, as in JavaScript and
/// polars.
///
/// Invariants: a row's room is reserved once, before its first byte, with 64 bytes to spare for vector
/// stores; the text of every cell has 64 readable bytes after it.
public struct JSONLinesEncoder: RecordEncoder {
  private struct Field {
    var slot: Int
    /// Where `,"name":` begins in `keys`.
    var keyStart: Int
    var keyLength: Int
  }

  private let fields: [Field]
  /// The keys, each padded so that 16 bytes may be read from any place in it.
  private let keys: [UInt8]
  private let restSlot: Int
  /// The columns whose names members may have, too.
  private let substitutes: [(name: [UInt8], slot: Int)]
  /// Room for everything that has a fixed limit: keys, numbers, brackets.
  private let fixedRoom: Int

  /// Nothing: JSON Lines have no header.
  public var preamble: [UInt8] { [] }

  /// An encoder of rows of this schema.
  public init(schema: Schema) {
    var fields: [Field] = []
    var keys: [UInt8] = []
    for column in schema.columns {
      let key = [UInt8(ascii: ",")] + JSONWriter.string(column.name) + [UInt8(ascii: ":")]
      fields.append(Field(slot: column.slot, keyStart: keys.count, keyLength: key.count))
      keys += key
    }
    fixedRoom = keys.count + fields.count * NumberWriter.maximumLength + 2 * TextBuffer.slack
    self.fields = fields
    self.keys = keys + [UInt8](repeating: 0, count: 16)
    restSlot = schema.restSlot ?? -1
    substitutes = schema.columns.filter { schema.mayBeMember($0.name) }
      .map { (Array($0.name.utf8), $0.slot) }
  }

  /// Appends the rows to the output, in the order given.
  public func encode(_ rows: UnsafeBufferPointer<UInt32>, of batch: Batch, into output: inout OutputBuffer) {
    fields.withUnsafeBufferPointer { fields in
      keys.withUnsafeBufferPointer { keys in
        guard let keys = keys.baseAddress else { return }
        for row in rows { encode(batch.row(Int(row)), fields, keys, into: &output) }
      }
    }
  }

  @inline(__always)
  private func encode(
    _ row: UnsafeMutablePointer<Cell>, _ fields: UnsafeBufferPointer<Field>, _ keys: UnsafePointer<UInt8>,
    into output: inout OutputBuffer
  ) {
    var room = fixedRoom
    for field in fields where row[field.slot].tag.isText {
      room &+= JSONWriter.maximumLength(ofString: Int(row[field.slot].length))
    }
    if restSlot >= 0 { room &+= Int(row[restSlot].length) }
    output.reserve(room)
    let start = output.base + output.count
    var place = start
    for field in fields {
      let cell = row[field.slot]
      if cell.tag == .missing { continue }
      place = copy(keys + field.keyStart, field.keyLength, to: place)
      place = write(cell, to: place)
    }
    if restSlot >= 0, row[restSlot].tag == .members {
      if substitutes.isEmpty {
        place[0] = UInt8(ascii: ",")
        place = copyOnOneLine(row[restSlot].text, to: place + 1)
      } else {
        place = writeMembers(of: row, to: place)
      }
    }
    // Every field begins with a comma, of which the first one becomes the brace.
    if place == start { place += 1 }
    start[0] = UInt8(ascii: "{")
    place[0] = UInt8(ascii: "}")
    place[1] = UInt8(ascii: "\n")
    output.count = (place + 2) - output.base
  }

  /// Writes the members that no column has replaced, a comma before each.
  @inline(never)
  private func writeMembers(
    of row: UnsafeMutablePointer<Cell>, to target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    var place = target
    var cursor = JSONCursor(members: row[restSlot].text)
    while let item = cursor?.next() {
      guard let name = item.name, let nameStart = name.text.baseAddress,
        let valueStart = item.value.text.baseAddress
      else { continue }
      let isReplaced = substitutes.contains { substitute in
        row[substitute.slot].tag != .missing && substitute.name.withUnsafeBufferPointer(name.equals)
      }
      if isReplaced { continue }
      let isString = item.value.kind == .string || item.value.kind == .escapedString
      let end = valueStart + item.value.text.count + (isString ? 1 : 0)
      place[0] = UInt8(ascii: ",")
      // From the quote before the name.
      let member = UnsafeBufferPointer(start: nameStart - 1, count: end - nameStart + 1)
      place = copyOnOneLine(member, to: place + 1)
    }
    return place
  }

  @inline(__always)
  private func write(_ cell: Cell, to place: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    switch cell.tag {
    case .string:
      guard let text = cell.text.baseAddress else { return copy("\"\"", to: place) }
      return JSONWriter.writeString(text, count: Int(cell.length), to: place)
    case .number:
      guard let text = cell.text.baseAddress else { return copy("null", to: place) }
      return copy(text, Int(cell.length), to: place)
    case .integer: return NumberWriter.write(cell.integer, to: place)
    case .double:
      return cell.double.isFinite ? NumberWriter.write(cell.double, to: place) : copy("null", to: place)
    case .yes: return copy("true", to: place)
    case .no: return copy("false", to: place)
    case .timestamp:
      place[0] = UInt8(ascii: "\"")
      let end = RFC3339.write(cell.timestamp, to: place + 1)
      end[0] = UInt8(ascii: "\"")
      return end + 1
    case .date:
      place[0] = UInt8(ascii: "\"")
      let end = RFC3339.write(CalendarDate(daysSince1970: cell.integer), to: place + 1)
      end[0] = UInt8(ascii: "\"")
      return end + 1
    case .json: return copyOnOneLine(cell.text, to: place)
    default: return copy("null", to: place)
    }
  }

  /// Copies JSON text; its line ends, which can only be white space between tokens, become spaces.
  private func copyOnOneLine(
    _ text: UnsafeBufferPointer<UInt8>, to place: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    guard let source = text.baseAddress else { return copy("null", to: place) }
    let end = copy(source, text.count, to: place)
    var index = 0
    while index < text.count {
      var lineEnds =
        cscan_equal64(place + index, UInt8(ascii: "\n")) | cscan_equal64(place + index, UInt8(ascii: "\r"))
      // What stands behind the end is about to be overwritten anyway.
      while lineEnds != 0 {
        place[index &+ lineEnds.trailingZeroBitCount] = UInt8(ascii: " ")
        lineEnds &= lineEnds &- 1
      }
      index &+= 64
    }
    return end
  }

  /// Copies 16 bytes at a time, so up to 15 too many.
  @inline(__always)
  private func copy(
    _ source: UnsafePointer<UInt8>, _ count: Int, to place: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    var index = 0
    while index < count {
      let block = UnsafeRawPointer(source + index).loadUnaligned(as: SIMD16<UInt8>.self)
      UnsafeMutableRawPointer(place + index).storeBytes(of: block, as: SIMD16<UInt8>.self)
      index &+= 16
    }
    return place + count
  }

  @inline(__always)
  private func copy(
    _ text: StaticString, to place: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    place.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    return place + text.utf8CodeUnitCount
  }
}
