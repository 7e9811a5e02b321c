import CScan

/// The state of a scan of regular text from a record's beginning.
struct RegularText {
  /// The next byte to scan.
  private(set) var index: Int
  /// Where the latest whole record ends, and the line ends before that.
  private(set) var cutEnd: Int
  private(set) var cutLines = 0
  /// Line ends so far.
  private(set) var lines = 0
  /// All ones within quotes.
  private var inside: UInt64 = 0
  /// Whether the byte before is a separator, a closing quote, a carriage return, a record's end: 0 or 1.
  private var separator: UInt64 = 1
  private var closing: UInt64 = 0
  private var carriageReturn: UInt64 = 0
  private var recordEnd: UInt64 = 1

  init(start: Int) {
    index = start
    cutEnd = start
  }

  /// Whether the text could end here.
  var isComplete: Bool { inside == 0 && carriageReturn == 0 }

  /// Scans up to `end` or until there are enough records; false if it found irregular text.
  mutating func scan(
    _ bytes: UnsafePointer<UInt8>, to end: Int, _ dialect: CSVDialect, maxRecords: Int
  ) -> Bool {
    var records = 0
    while index < end && records < maxRecords {
      var masks = cscan_csv64(bytes + index, dialect.delimiter, dialect.quote)
      if !dialect.hasQuote { masks.quote = 0 }
      var valid = ~UInt64(0)
      let left = end &- index
      if left < 64 {
        valid = (1 &<< UInt64(truncatingIfNeeded: left)) &- 1
        masks.quote &= valid
        masks.delimiter &= valid
        masks.newline &= valid
        masks.carriage_return &= valid
      }
      let quoted = cscan_prefix_xor(masks.quote) ^ inside
      let separators = masks.delimiter | masks.newline | masks.quote
      let opens = masks.quote & quoted
      let closes = masks.quote & ~quoted
      let ends = masks.newline & ~quoted
      var irregular = opens & ~(separators &<< 1 | separator)
      irregular |= (closes &<< 1 | closing) & ~(separators | masks.carriage_return) & valid
      irregular |= (masks.carriage_return &<< 1 | carriageReturn) & ~masks.newline & valid
      if let comment = dialect.comment {
        irregular |= cscan_equal64(bytes + index, comment) & valid & (ends &<< 1 | recordEnd)
      }
      if irregular != 0 || index &+ 64 &- cutEnd > dialect.maxRecord { return false }
      if ends != 0 {
        let before = UInt64.max &>> UInt64(truncatingIfNeeded: ends.leadingZeroBitCount)
        cutEnd = index &+ 64 &- ends.leadingZeroBitCount
        cutLines = lines &+ (masks.newline & before).nonzeroBitCount
        records &+= ends.nonzeroBitCount
      }
      lines &+= masks.newline.nonzeroBitCount
      let last = UInt64(truncatingIfNeeded: min(left, 64) &- 1)
      inside = 0 &- (quoted &>> 63)
      separator = separators &>> last & 1
      closing = closes &>> last & 1
      carriageReturn = masks.carriage_return &>> last & 1
      recordEnd = ends &>> last & 1
      index &+= 64
    }
    return true
  }
}
