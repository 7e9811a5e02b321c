/// One value of a record: sixteen plain bytes, no reference counts.
///
/// What `bits` and `length` mean depends on `tag`; text cells point into memory that their batch owns, so a
/// cell must never outlive its batch. At least 64 bytes after any text are readable.
@frozen
public struct Cell: BitwiseCopyable, Sendable {
  /// The payload: an integer, the bits of a double, or the address of text.
  public var bits: UInt64
  /// The length of text in bytes, or the nanoseconds of a timestamp.
  public var length: UInt32
  /// What the payload is.
  public var tag: Tag

  /// The kind of value a cell holds.
  @frozen
  public struct Tag: RawRepresentable, Equatable, BitwiseCopyable, Sendable {
    /// The number that stands in memory.
    public var rawValue: UInt32

    /// Names the kind with this number.
    @inlinable
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The record has no such field (JSON Lines only).
    @inlinable public static var missing: Tag { Tag(rawValue: 0) }
    /// Null.
    @inlinable public static var null: Tag { Tag(rawValue: 1) }
    /// False.
    @inlinable public static var no: Tag { Tag(rawValue: 2) }
    /// True.
    @inlinable public static var yes: Tag { Tag(rawValue: 3) }
    /// A 64-bit signed integer in `bits`.
    @inlinable public static var integer: Tag { Tag(rawValue: 4) }
    /// An IEEE double in `bits`.
    @inlinable public static var double: Tag { Tag(rawValue: 5) }
    /// Seconds since 1970 UTC in `bits` (signed), nanoseconds in `length`.
    @inlinable public static var timestamp: Tag { Tag(rawValue: 6) }
    /// Days since 1970-01-01 in `bits` (signed).
    @inlinable public static var date: Tag { Tag(rawValue: 7) }
    /// UTF-8 text.
    @inlinable public static var string: Tag { Tag(rawValue: 8) }
    /// The text of a JSON number, exactly as it was read.
    @inlinable public static var number: Tag { Tag(rawValue: 9) }
    /// The text of a JSON array or object, checked but not opened.
    @inlinable public static var json: Tag { Tag(rawValue: 10) }
    /// The members `"a":1,"b":2` of an object that have no column of their own, without braces.
    @inlinable public static var members: Tag { Tag(rawValue: 11) }

    /// Whether `bits` is the address of text.
    @inlinable public var isText: Bool { rawValue >= Tag.string.rawValue }
  }

  /// A cell from its raw parts.
  @inlinable
  public init(bits: UInt64, length: UInt32, tag: Tag) {
    self.bits = bits
    self.length = length
    self.tag = tag
  }

  /// The absent field.
  @inlinable public static var missing: Cell { Cell(bits: 0, length: 0, tag: .missing) }
  /// Null.
  @inlinable public static var null: Cell { Cell(bits: 0, length: 0, tag: .null) }

  /// A boolean.
  @inlinable
  public init(_ value: Bool) { self.init(bits: 0, length: 0, tag: value ? .yes : .no) }

  /// An integer.
  @inlinable
  public init(_ value: Int64) { self.init(bits: UInt64(bitPattern: value), length: 0, tag: .integer) }

  /// A double.
  @inlinable
  public init(_ value: Double) { self.init(bits: value.bitPattern, length: 0, tag: .double) }

  /// An instant, in seconds and nanoseconds since 1970 UTC.
  @inlinable
  public init(seconds: Int64, nanoseconds: UInt32) {
    self.init(bits: UInt64(bitPattern: seconds), length: nanoseconds, tag: .timestamp)
  }

  /// A calendar day, as days since 1970-01-01.
  @inlinable
  public init(days: Int64) { self.init(bits: UInt64(bitPattern: days), length: 0, tag: .date) }

  /// Text that the batch owns.
  @inlinable
  public init(text: UnsafePointer<UInt8>, count: Int, tag: Tag = .string) {
    self.init(
      bits: UInt64(UInt(bitPattern: text)), length: UInt32(truncatingIfNeeded: count), tag: tag)
  }

  /// The integer; meaningful for `.integer`, `.date` (days) and `.timestamp` (seconds).
  @inlinable public var integer: Int64 { Int64(bitPattern: bits) }
  /// The double; meaningful for `.double`.
  @inlinable public var double: Double { Double(bitPattern: bits) }
  /// The text; meaningful for tags whose `isText` holds.
  @inlinable public var text: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: UnsafePointer(bitPattern: UInt(bits)), count: Int(length))
  }
}
