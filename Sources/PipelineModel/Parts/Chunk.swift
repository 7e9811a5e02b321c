/// A run of whole records as they stand in the input, cut by the reader, decoded by whichever lane takes it.
public struct Chunk: Sendable {
  /// The chunk's place in the source's order, from 0.
  public var sequence: Int
  /// The source's number of the input file.
  public var file: Int
  /// The memory the records stand in.
  public var text: TextBuffer
  /// The records' bytes within `text`.
  public var range: Range<Int>
  /// Offset in the (decoded) input of the first byte of `text`.
  public var textOffset: Int64
  /// The line of the first record, from 1.
  public var firstLine: Int64
  /// Whether the reader proved the chunk free of irregular quoting and line ends, so that the decoder may take
  /// the fast path.
  public var isRegular: Bool
  /// The slot of each field, for a file whose fields are in another order than the schema's columns.
  public var slots: [Int]?
  /// Where to go on reading after this chunk.
  public var end: SourcePosition

  /// A chunk from its parts.
  public init(
    sequence: Int, file: Int, text: TextBuffer, range: Range<Int>, textOffset: Int64, firstLine: Int64,
    isRegular: Bool, slots: [Int]? = nil, end: SourcePosition
  ) {
    self.sequence = sequence
    self.file = file
    self.text = text
    self.range = range
    self.textOffset = textOffset
    self.firstLine = firstLine
    self.isRegular = isRegular
    self.slots = slots
    self.end = end
  }
}
