/// How far a source has been read: everything before it is consumed, nothing after it.
public struct SourcePosition: Sendable, Equatable {
  /// The number of the input file.
  public var file: Int
  /// The path of that file.
  public var path: String
  /// Bytes of the (decoded) file before the position.
  public var offset: Int64
  /// Lines before the position.
  public var line: Int64
  /// A digest of the bytes before the position.
  public var digest: ContentDigest
  /// The files before this one, all of them read to their end.
  public var consumed: [ConsumedFile]

  /// A position from its parts.
  public init(
    file: Int, path: String, offset: Int64, line: Int64, digest: ContentDigest,
    consumed: [ConsumedFile] = []
  ) {
    self.file = file
    self.path = path
    self.offset = offset
    self.line = line
    self.digest = digest
    self.consumed = consumed
  }
}

/// An input file that was read to its end.
public struct ConsumedFile: Sendable, Equatable {
  /// Its path.
  public var path: String
  /// Bytes of its (decoded) content.
  public var size: Int64
  /// The digest of its content.
  public var digest: ContentDigest

  /// A file from its parts.
  public init(path: String, size: Int64, digest: ContentDigest) {
    self.path = path
    self.size = size
    self.digest = digest
  }
}
