extension TimestampFormat {
  /// What the parts of a text have said so far.
  private struct Fields {
    var year = 1970
    var month = 1
    var day = 1
    /// Where the day began, for the message if the month has no such day.
    var dayOffset = 0
    var dayOfYear: Int?
    var hour = 0
    var isAfternoon: Bool?
    var minute = 0
    var second = 0
    var nanoseconds: UInt32 = 0
    var offset = 0
    var epochSeconds: Int64?
  }

  /// The instant that the text spells.
  ///
  /// - Throws: The place of the first byte that doesn't fit, and what was expected there.
  public func timestamp(_ text: UnsafeBufferPointer<UInt8>) throws(TextMismatch) -> Timestamp {
    guard var reader = TextReader(text) else { throw TextMismatch(offset: 0, expected: "a timestamp") }
    var fields = Fields()
    for part in parts { try read(part, &reader, &fields) }
    if !reader.isAtEnd { throw reader.mismatch("the end") }
    let seconds = try seconds(fields)
    guard Timestamp.range.contains(seconds) else {
      throw TextMismatch(offset: 0, expected: "an instant in the years 0001 to 9999")
    }
    return Timestamp(seconds: seconds, nanoseconds: fields.nanoseconds)
  }

  private func seconds(_ fields: Fields) throws(TextMismatch) -> Int64 {
    if let seconds = fields.epochSeconds { return seconds }
    let days: Int64
    if let dayOfYear = fields.dayOfYear {
      guard dayOfYear < 366 || CalendarDate.isLeap(fields.year),
        let first = CalendarDate(year: fields.year, month: 1, day: 1)
      else { throw TextMismatch(offset: fields.dayOffset, expected: "a day that the year has") }
      days = first.daysSince1970 + Int64(dayOfYear) - 1
    } else {
      guard let date = CalendarDate(year: fields.year, month: fields.month, day: fields.day) else {
        throw TextMismatch(offset: fields.dayOffset, expected: "a day that the month has")
      }
      days = date.daysSince1970
    }
    var hour = fields.hour
    if let isAfternoon = fields.isAfternoon { hour = hour % 12 + (isAfternoon ? 12 : 0) }
    return days * 86_400 + Int64(hour * 3600 + fields.minute * 60 + fields.second - fields.offset)
  }

  private func read(_ part: Part, _ reader: inout TextReader, _ fields: inout Fields) throws(TextMismatch) {
    switch part {
    case .literal(let byte): try readLiteral(byte, &reader)
    case .year: fields.year = try reader.number(4, 4, in: 1...9999, "a year (0001 to 9999)")
    case .shortYear:
      let year = try reader.number(2, 2, in: 0...99, "a year (00 to 99)")
      fields.year = year + (year >= 69 ? 1900 : 2000)
    case .month: fields.month = try reader.number(1, 2, in: 1...12, "a month (01 to 12)")
    case .monthName: fields.month = try reader.word(Names.months, "the name of a month") + 1
    case .shortMonthName: fields.month = try reader.word(Names.shortMonths, "the short name of a month") + 1
    case .day, .paddedDay:
      if part == .paddedDay { _ = reader.skip(UInt8(ascii: " ")) }
      fields.dayOffset = reader.position
      fields.day = try reader.number(1, 2, in: 1...31, "a day of the month (01 to 31)")
    case .dayOfYear:
      fields.dayOffset = reader.position
      fields.dayOfYear = try reader.number(1, 3, in: 1...366, "a day of the year (001 to 366)")
    case .hour: fields.hour = try reader.number(1, 2, in: 0...23, "an hour (00 to 23)")
    case .hour12: fields.hour = try reader.number(1, 2, in: 1...12, "an hour (01 to 12)")
    case .half: fields.isAfternoon = try reader.word(Names.halves, "AM or PM") == 1
    case .minute: fields.minute = try reader.number(1, 2, in: 0...59, "a minute (00 to 59)")
    case .second: fields.second = try reader.number(1, 2, in: 0...59, "a second (00 to 59)")
    case .fraction: fields.nanoseconds = try reader.billionths()
    case .offset: fields.offset = try readOffset(&reader)
    case .zone: _ = try reader.word(Names.zones, "UTC, GMT or Z")
    case .weekday: _ = try reader.word(Names.weekdays, "the name of a day of the week")
    case .shortWeekday: _ = try reader.word(Names.shortWeekdays, "the short name of a day of the week")
    case .epochSeconds:
      let isNegative = reader.skip(UInt8(ascii: "-"))
      let value = try reader.number(1, 12, in: 0...999_999_999_999, "seconds since 1970")
      fields.epochSeconds = Int64(isNegative ? -value : value)
    }
  }

  private func readLiteral(_ byte: UInt8, _ reader: inout TextReader) throws(TextMismatch) {
    if reader.skip(byte) { return }
    let isPlain = byte > 0x20 && byte < 0x7F
    let expected =
      isPlain ? "`\(Character(Unicode.Scalar(byte)))`" : byte == 0x20 ? "a space" : "the format's text"
    throw TextMismatch(offset: reader.position, expected: expected)
  }

  /// `Z`, `+01:00`, `+0100` or `+01`, in seconds.
  private func readOffset(_ reader: inout TextReader) throws(TextMismatch) -> Int {
    if reader.skip(UInt8(ascii: "Z")) || reader.skip(UInt8(ascii: "z")) { return 0 }
    let isNegative = reader.next == UInt8(ascii: "-")
    guard isNegative || reader.next == UInt8(ascii: "+") else {
      throw reader.mismatch("`Z` or an offset such as `+01:00`")
    }
    reader.position += 1
    let hour = try reader.number(2, 2, in: 0...23, "an hour (00 to 23)")
    let hasColon = reader.skip(UInt8(ascii: ":"))
    let hasMinute = hasColon || reader.next &- UInt8(ascii: "0") <= 9
    let minute = hasMinute ? try reader.number(2, 2, in: 0...59, "a minute (00 to 59)") : 0
    let offset = hour * 3600 + minute * 60
    return isNegative ? -offset : offset
  }

  private enum Names {
    static let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December",
    ]
    static let shortMonths = months.map { String($0.prefix(3)) }
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    static let shortWeekdays = weekdays.map { String($0.prefix(3)) }
    static let halves = ["AM", "PM"]
    static let zones = ["UTC", "GMT", "Z"]
  }
}
