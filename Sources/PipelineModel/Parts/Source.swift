/// Where records come from.
///
/// Reading is sequential and cheap (find the record boundaries), decoding is parallel and pure, so that several
/// lanes can share one source: a lane takes a chunk under a lock and decodes it outside.
public protocol Source: Sendable {
  /// The columns of the batches it decodes.
  var schema: Schema { get }

  /// The input files in reading order, as the user wrote them; `-` is the standard input.
  var files: [String] { get }

  /// Whether a run can go on from a position.
  var isResumable: Bool { get }

  /// Begins to read, at the start or at a position that an earlier run reached.
  ///
  /// - Throws: `SourceProblem` if the input is missing, unreadable, shorter than the position, or if the bytes
  ///   before the position are no longer the ones that were read.
  func open(at position: SourcePosition?) throws(SourceProblem) -> any SourceReader

  /// As `open`, with about so many records a chunk at most, and never more than one if it is one: for steps that take
  /// long, since a stop loses what was done in batches that aren't complete, and for a run that looks for the record that
  /// crashed it.
  func open(at position: SourcePosition?, recordsPerChunk: Int) throws(SourceProblem) -> any SourceReader

  /// Decodes a chunk into a batch with `width` cells a row (at least the schema's slots).
  ///
  /// Records that can't be decoded are rows with status `.failed` and a failure of stage -1.
  func decode(_ chunk: Chunk, width: Int) -> Batch

  /// The position just before the record that begins at `origin` in a chunk, for a run that stops there.
  ///
  /// It may read the input again from its start, for the digest.
  func position(_ origin: RowOrigin, in chunk: Chunk) throws(SourceProblem) -> SourcePosition

  /// The slot of each field of a file's records, where they are in another order than the schema's columns; what its
  /// chunks carry as `slots`.
  func slots(ofFile file: Int) throws(SourceProblem) -> [Int]?
}

extension Source {
  /// The order of the schema.
  public func slots(ofFile file: Int) throws(SourceProblem) -> [Int]? { nil }
}

extension Source {
  /// For a source whose chunks are single records.
  public func open(
    at position: SourcePosition?, recordsPerChunk: Int
  ) throws(SourceProblem) -> any SourceReader {
    try open(at: position)
  }
}

/// Cuts an input into chunks, in order. Used by one lane at a time.
public protocol SourceReader: AnyObject, Sendable {
  /// The next chunk, or nil at the end.
  func next() throws(SourceProblem) -> Chunk?

  /// The size of all files as they are stored, where it is known, for the progress bar.
  var totalBytes: Int64? { get }

  /// How much of `totalBytes` has been read.
  var bytesRead: Int64 { get }

  /// Where the latest chunk ended; after the last one, the end of the input.
  var position: SourcePosition { get }
}

/// Why an input can't be read; stops the run.
public struct SourceProblem: Error, Sendable {
  /// What can be done about it.
  public enum Kind: String, Sendable {
    /// The file is not there.
    case missing
    /// It can't be read.
    case unreadable
    /// Its content is not what the source expects (bad gzip data, a header that can't be used).
    case malformed
    /// It is shorter than what an earlier run has consumed.
    case truncated
    /// What an earlier run has consumed has changed since.
    case changed
  }

  /// What can be done about it.
  public var kind: Kind
  /// What is wrong, where, and what to do next.
  public var message: String
  /// The source's option that is to blame, such as `names`; nil if it is the input.
  public var option: String?

  /// A problem from its parts.
  public init(_ kind: Kind, _ message: String, option: String? = nil) {
    self.kind = kind
    self.message = message
    self.option = option
  }
}
