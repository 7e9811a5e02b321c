/// Where a record came from.
@frozen
public struct RowOrigin: BitwiseCopyable, Sendable {
  /// Bytes from the start of the (decoded) input to the record's first byte.
  public var offset: Int64
  /// The line the record begins on, from 1.
  public var line: Int64
  /// Bytes of the record without its line end.
  public var length: Int64

  /// An origin from its parts.
  @inlinable
  public init(offset: Int64, line: Int64, length: Int64) {
    self.offset = offset
    self.line = line
    self.length = length
  }
}
