internal import CScan
public import PipelineModel

/// Writes rows as CSV (RFC 4180).
///
/// A field is quoted if it holds a delimiter, a quote or a line end, if it is text that would read as null,
/// or if it is empty and alone in its record. Booleans are `true` and `false`, timestamps RFC 3339, dates
/// `YYYY-MM-DD`, doubles the shortest text that reads back the same (`nan`, `inf` and `-inf` too), nested
/// values their JSON text. Members without column have no place in CSV and are not written: the plan must
/// name the columns.
///
/// Invariants: a row's room is reserved once, before its first byte, with 64 bytes to spare for vector
/// stores; the text of every cell has 64 readable bytes after it.
public struct CSVEncoder: RecordEncoder {
  /// The header, unless the format has none.
  public let preamble: [UInt8]

  private let slots: [Int]
  private let delimiter: UInt8
  private let quote: UInt8
  private let lineEnd: [UInt8]
  /// What is written for null, quoted if it must be.
  private let null: [UInt8]
  /// The text that stands for null, as a string would be.
  private let nullText: [UInt8]
  /// Room for everything that has a fixed limit: delimiters, numbers, nulls, the line end.
  private let fixedRoom: Int

  /// An encoder of rows of this schema.
  public init(schema: Schema, format: CSVFormat = CSVFormat()) {
    precondition(format.delimiter < 0x80 && format.quote < 0x80 && format.delimiter != format.quote)
    slots = schema.columns.map(\.slot)
    delimiter = format.delimiter
    quote = format.quote
    lineEnd = Array(format.lineEnd.utf8)
    nullText = Array(format.nullText.utf8)
    let isAlone = schema.columns.count == 1
    null = CSVEncoder.field(nullText, format, isAlone: isAlone)
    fixedRoom =
      slots.count * (NumberWriter.maximumLength + 1 + null.count) + lineEnd.count + 2 * TextBuffer.slack
    if format.hasHeader, !slots.isEmpty {
      let names = schema.names.map { CSVEncoder.field(Array($0.utf8), format, isAlone: isAlone) }
      preamble = Array(names.joined(separator: [format.delimiter])) + lineEnd
    } else {
      preamble = []
    }
  }

  /// Appends the rows to the output, in the order given.
  public func encode(_ rows: UnsafeBufferPointer<UInt32>, of batch: Batch, into output: inout OutputBuffer) {
    if slots.isEmpty { return }
    slots.withUnsafeBufferPointer { slots in
      for row in rows { encode(batch.row(Int(row)), slots, into: &output) }
    }
  }

  @inline(__always)
  private func encode(
    _ row: UnsafeMutablePointer<Cell>, _ slots: UnsafeBufferPointer<Int>, into output: inout OutputBuffer
  ) {
    var room = fixedRoom
    for slot in slots where row[slot].tag.isText { room &+= Int(row[slot].length) &* 2 &+ 2 }
    output.reserve(room)
    let start = output.base + output.count
    var place = write(row[slots[0]], to: start)
    if slots.count == 1, place == start {
      // An empty line would be no record at all.
      place[0] = quote
      place[1] = quote
      place += 2
    }
    // Delimiters stand before fields, so that none has to be taken back: written over, the last one came back in
    // optimized builds.
    for index in 1..<max(1, slots.count) {
      place[0] = delimiter
      place = write(row[slots[index]], to: place + 1)
    }
    place = append(lineEnd, to: place)
    output.count = place - output.base
  }

  @inline(__always)
  private func write(_ cell: Cell, to place: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    switch cell.tag {
    case .string, .number, .json: return writeText(cell.text, to: place)
    case .integer: return NumberWriter.write(cell.integer, to: place)
    case .double: return NumberWriter.write(cell.double, to: place)
    case .yes: return copy("true", to: place)
    case .no: return copy("false", to: place)
    case .timestamp: return RFC3339.write(cell.timestamp, to: place)
    case .date: return RFC3339.write(CalendarDate(daysSince1970: cell.integer), to: place)
    default: return append(null, to: place)
    }
  }

  /// Writes text as it is while nothing in it asks for quotes, else begins again.
  @inline(__always)
  private func writeText(
    _ text: UnsafeBufferPointer<UInt8>, to place: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    guard let source = text.baseAddress else { return place }
    let count = text.count
    var index = 0
    while index < count {
      let block = UnsafeRawPointer(source + index).loadUnaligned(as: SIMD16<UInt8>.self)
      UnsafeMutableRawPointer(place + index).storeBytes(of: block, as: SIMD16<UInt8>.self)
      let special = cscan_csv_special16(source + index, delimiter, quote)
      if special != 0, index &+ special.trailingZeroBitCount < count {
        return writeQuoted(source, count, to: place)
      }
      index &+= 16
    }
    if count == nullText.count, count > 0, nullText.elementsEqual(text) {
      return writeQuoted(source, count, to: place)
    }
    return place + count
  }

  private func writeQuoted(
    _ source: UnsafePointer<UInt8>, _ count: Int, to target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    var place = target
    place[0] = quote
    place += 1
    for index in 0..<count {
      let byte = source[index]
      place[0] = byte
      place += 1
      if byte == quote {
        place[0] = byte
        place += 1
      }
    }
    place[0] = quote
    return place + 1
  }

  @inline(__always)
  private func append(
    _ bytes: [UInt8], to place: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    for index in 0..<bytes.count { place[index] = bytes[index] }
    return place + bytes.count
  }

  @inline(__always)
  private func copy(
    _ text: StaticString, to place: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    place.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    return place + text.utf8CodeUnitCount
  }

  /// A field that is known beforehand.
  private static func field(_ text: [UInt8], _ format: CSVFormat, isAlone: Bool) -> [UInt8] {
    let special = [format.delimiter, format.quote, UInt8(ascii: "\n"), UInt8(ascii: "\r")]
    guard text.contains(where: special.contains) || (isAlone && text.isEmpty) else { return text }
    let doubled = text.flatMap { $0 == format.quote ? [$0, $0] : [$0] }
    return [format.quote] + doubled + [format.quote]
  }
}
