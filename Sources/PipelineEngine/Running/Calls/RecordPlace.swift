/// Where a record came from.
public struct RecordPlace: Sendable, Equatable {
  /// The input file, as the user named it; nil if there is none.
  public var file: String?
  /// The line that it begins on, from 1.
  public var line: Int64
  /// Bytes before it in the (decoded) input.
  public var offset: Int64

  /// A place from its parts.
  public init(file: String?, line: Int64, offset: Int64) {
    self.file = file
    self.line = line
    self.offset = offset
  }
}
