/// Timestamps as RFC 3339 writes them: `2024-02-29T23:59:59.123456789+01:00`.
///
/// The letters may be lower case and a space may stand for the `T` (section 5.6). Not accepted: second 60 (an
/// instant has no room for leap seconds), a tenth digit of the fraction, years outside 1 to 9999, no offset.
public enum RFC3339 {
  /// Bytes that a timestamp takes at most.
  public static let maximumLength = 30

  /// The instant that the text spells.
  ///
  /// - Parameter defaultOffset: seconds east of UTC that hold for a text without offset; nil demands one.
  public static func timestamp(
    _ text: UnsafeBufferPointer<UInt8>, defaultOffset: Int? = nil
  ) throws(TextMismatch) -> Timestamp {
    guard var reader = TextReader(text) else {
      throw TextMismatch(offset: 0, expected: "a year (0001 to 9999)")
    }
    let date = try readDate(&reader)
    guard reader.next | 0x20 == UInt8(ascii: "t") || reader.next == UInt8(ascii: " ") else {
      throw reader.mismatch("`T`")
    }
    reader.position &+= 1
    let hour = try reader.number(2, 2, in: 0...23, "an hour (00 to 23)")
    try reader.expect(UInt8(ascii: ":"), "`:`")
    let minute = try reader.number(2, 2, in: 0...59, "a minute (00 to 59)")
    try reader.expect(UInt8(ascii: ":"), "`:`")
    let second = try reader.number(2, 2, in: 0...59, "a second (00 to 59)")
    let nanoseconds = reader.skip(UInt8(ascii: ".")) ? try reader.billionths() : 0
    let offset: Int
    if let defaultOffset, reader.isAtEnd {
      offset = defaultOffset
    } else {
      offset = try readOffset(&reader)
    }
    if !reader.isAtEnd { throw reader.mismatch("the end") }
    let seconds =
      date.daysSince1970 &* 86_400 &+ Int64(hour &* 3600 &+ minute &* 60 &+ second &- offset)
    guard Timestamp.range.contains(seconds) else {
      throw TextMismatch(offset: 0, expected: "an instant in the years 0001 to 9999")
    }
    return Timestamp(seconds: seconds, nanoseconds: nanoseconds)
  }

  /// The day that `YYYY-MM-DD` spells.
  public static func date(_ text: UnsafeBufferPointer<UInt8>) throws(TextMismatch) -> CalendarDate {
    guard var reader = TextReader(text) else {
      throw TextMismatch(offset: 0, expected: "a year (0001 to 9999)")
    }
    let date = try readDate(&reader)
    if !reader.isAtEnd { throw reader.mismatch("the end") }
    return date
  }

  /// Writes an instant in UTC, with as many digits of the fraction as it has, and returns the end.
  public static func write(
    _ value: Timestamp, to target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    let days = (value.seconds - (value.seconds < 0 ? 86_399 : 0)) / 86_400
    let second = Int(value.seconds - days * 86_400)
    let place = write(CalendarDate(daysSince1970: days), to: target)
    place[0] = UInt8(ascii: "T")
    writePair(second / 3600, to: place + 1)
    place[3] = UInt8(ascii: ":")
    writePair(second / 60 % 60, to: place + 4)
    place[6] = UInt8(ascii: ":")
    writePair(second % 60, to: place + 7)
    var end = place + 9
    if value.nanoseconds > 0 {
      end[0] = UInt8(ascii: ".")
      NumberWriter.writeDigits(UInt64(value.nanoseconds), endingAt: end + 10, count: 9)
      end += 10
      while end[-1] == UInt8(ascii: "0") { end -= 1 }
    }
    end[0] = UInt8(ascii: "Z")
    return end + 1
  }

  /// Writes a date and returns the end.
  public static func write(
    _ value: CalendarDate, to target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    writePair(value.year / 100, to: target)
    writePair(value.year % 100, to: target + 2)
    target[4] = UInt8(ascii: "-")
    writePair(value.month, to: target + 5)
    target[7] = UInt8(ascii: "-")
    writePair(value.day, to: target + 8)
    return target + 10
  }

  @inline(__always)
  private static func writePair(_ value: Int, to target: UnsafeMutablePointer<UInt8>) {
    let tens = value / 10
    target[0] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: tens)
    target[1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value &- tens &* 10)
  }

  @inline(__always)
  private static func readDate(_ reader: inout TextReader) throws(TextMismatch) -> CalendarDate {
    let year = try reader.number(4, 4, in: 1...9999, "a year (0001 to 9999)")
    try reader.expect(UInt8(ascii: "-"), "`-`")
    let month = try reader.number(2, 2, in: 1...12, "a month (01 to 12)")
    try reader.expect(UInt8(ascii: "-"), "`-`")
    let start = reader.position
    let day = try reader.number(2, 2, in: 1...31, "a day of the month (01 to 31)")
    guard let date = CalendarDate(year: year, month: month, day: day) else {
      throw TextMismatch(offset: start, expected: "a day that the month has")
    }
    return date
  }

  /// `Z` or `+01:00`, in seconds.
  @inline(__always)
  private static func readOffset(_ reader: inout TextReader) throws(TextMismatch) -> Int {
    let first = reader.next
    if first | 0x20 == UInt8(ascii: "z") {
      reader.position &+= 1
      return 0
    }
    guard first == UInt8(ascii: "+") || first == UInt8(ascii: "-") else {
      throw reader.mismatch("`Z` or an offset such as `+01:00`")
    }
    reader.position &+= 1
    let hour = try reader.number(2, 2, in: 0...23, "an hour (00 to 23)")
    try reader.expect(UInt8(ascii: ":"), "`:`")
    let minute = try reader.number(2, 2, in: 0...59, "a minute (00 to 59)")
    let offset = hour &* 3600 &+ minute &* 60
    return first == UInt8(ascii: "-") ? 0 &- offset : offset
  }
}
