/// What every file source needs to know about its input.
public struct InputOptions: Sendable {
  /// Paths or globs (`*`, `?`, `[a-z]`), in reading order; `-` is the standard input.
  public var paths: [String]
  /// Whether the files are compressed.
  public var compression = Compression.auto
  /// How the files' bytes stand for characters.
  public var encoding = TextEncoding.utf8
  /// The most bytes a record may have; a longer one is a failed record.
  public var maxRecord = 1024 * 1024
  /// About how many bytes are read, and handed on to be decoded, at once.
  public var chunkSize = 128 * 1024

  /// The usual options for these paths.
  public init(paths: [String]) { self.paths = paths }
}

/// Whether a file is compressed.
public enum Compression: String, Sendable, CaseIterable {
  /// Known by its first bytes.
  case auto
  /// Taken as it is.
  case none
  /// One or more gzip members.
  case gzip
}

/// How the bytes of a file stand for characters.
public enum TextEncoding: String, Sendable, CaseIterable {
  /// UTF-8, with or without byte order mark.
  case utf8 = "utf-8"
  /// UTF-16 in the order that its byte order mark tells.
  case utf16 = "utf-16"
  /// UTF-16, least significant byte first.
  case utf16LittleEndian = "utf-16le"
  /// UTF-16, most significant byte first.
  case utf16BigEndian = "utf-16be"
  /// ISO 8859-1: each byte is the code point of the same number.
  case latin1 = "latin-1"
  /// The Western code page of Windows.
  case windows1252 = "windows-1252"
}
