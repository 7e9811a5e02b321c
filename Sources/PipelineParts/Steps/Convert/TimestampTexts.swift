import ConfigSpec
import PipelineModel

/// How the timestamps or dates of a column are written.
struct TimestampTexts: Sendable {
  private struct Pattern: Sendable {
    var format: TimestampFormat
    /// Seconds to subtract: the offset of texts that don't name one.
    var offset: Int64
  }

  private let patterns: [Pattern]
  private let offset: Int
  private let epoch: EpochUnit?

  init(_ options: FieldConversion) {
    let offset = (options.timezone ?? .utc).seconds
    self.offset = offset
    epoch = options.epoch
    patterns = options.formats.items.map {
      Pattern(format: $0.format, offset: $0.hasOffset ? 0 : Int64(offset))
    }
  }

  @inline(__always)
  func timestampCell(_ cell: Cell) -> Cell? {
    switch cell.tag {
    case .string, .number: (try? timestamp(cell)).map { Cell($0) }
    case .timestamp: cell
    case .integer: epochTimestamp(cell.integer).map { Cell($0) }
    case .double: Int64(exactly: cell.double).flatMap { epochTimestamp($0) }.map { Cell($0) }
    case .date: Cell(seconds: cell.integer &* 86_400 &- Int64(offset), nanoseconds: 0)
    default: nil
    }
  }

  @inline(__always)
  func dateCell(_ cell: Cell) -> Cell? {
    switch cell.tag {
    case .string, .number: (try? date(cell)).map { Cell(days: $0) }
    case .date: cell
    case .timestamp: Cell(days: day(of: cell.integer &+ Int64(offset)))
    default: nil
    }
  }

  /// Why a text could not be read.
  func mismatch(_ cell: Cell, asDate: Bool) -> (mismatch: TextMismatch, format: String?)? {
    do throws(TextMismatch) {
      if asDate { _ = try date(cell) } else { _ = try timestamp(cell) }
      return nil
    } catch {
      if patterns.isEmpty { return (error, nil) }
      return nearest(cell.text)
    }
  }

  private func timestamp(_ cell: Cell) throws(TextMismatch) -> Timestamp {
    if epoch != nil {
      guard let value = IntegerReading.cell(cell)?.integer, let result = epochTimestamp(value) else {
        throw TextMismatch(offset: 0, expected: "a whole number of a time in the years 0001 to 9999")
      }
      return result
    }
    if patterns.isEmpty { return try RFC3339.timestamp(cell.text, defaultOffset: offset) }
    return try formatted(cell.text)
  }

  private func date(_ cell: Cell) throws(TextMismatch) -> Int64 {
    if patterns.isEmpty { return try RFC3339.date(cell.text).daysSince1970 }
    for pattern in patterns.dropLast() {
      if let value = try? pattern.format.timestamp(cell.text) { return day(of: value.seconds) }
    }
    return day(of: try patterns[patterns.count - 1].format.timestamp(cell.text).seconds)
  }

  private func formatted(_ text: UnsafeBufferPointer<UInt8>) throws(TextMismatch) -> Timestamp {
    for pattern in patterns.dropLast() {
      if let value = try? read(text, pattern) { return value }
    }
    return try read(text, patterns[patterns.count - 1])
  }

  private func read(
    _ text: UnsafeBufferPointer<UInt8>, _ pattern: Pattern
  ) throws(TextMismatch) -> Timestamp {
    var value = try pattern.format.timestamp(text)
    value.seconds -= pattern.offset
    guard Timestamp.range.contains(value.seconds) else {
      throw TextMismatch(offset: 0, expected: "an instant in the years 0001 to 9999")
    }
    return value
  }

  /// The format that fits the text furthest.
  private func nearest(_ text: UnsafeBufferPointer<UInt8>) -> (mismatch: TextMismatch, format: String?)? {
    var best: (mismatch: TextMismatch, format: String?)?
    for pattern in patterns {
      do throws(TextMismatch) { _ = try read(text, pattern) } catch {
        if error.offset > best?.mismatch.offset ?? -1 { best = (error, pattern.format.text) }
      }
    }
    return best
  }

  private func epochTimestamp(_ value: Int64) -> Timestamp? {
    guard let epoch else { return nil }
    let unit = epoch.perSecond
    let seconds = value >= 0 ? value / unit : -((-(value &+ 1)) / unit) - 1
    guard Timestamp.range.contains(seconds) else { return nil }
    let rest = value &- seconds &* unit
    return Timestamp(seconds: seconds, nanoseconds: UInt32(rest * (1_000_000_000 / unit)))
  }

  private func day(of seconds: Int64) -> Int64 { (seconds - (seconds < 0 ? 86_399 : 0)) / 86_400 }
}
