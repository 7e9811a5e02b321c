/// How files of plain lines are read.
public struct LinesOptions: Sendable {
  /// The files and their encoding.
  public var input: InputOptions
  /// The name of the only column.
  public var column = "line"
  /// Whether lines without any byte are skipped.
  public var skipsBlank = false

  /// The usual options for these files.
  public init(input: InputOptions) { self.input = input }
}
