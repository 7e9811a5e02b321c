/// How JSON Lines files are read.
public struct JSONLinesOptions: Sendable {
  /// The files and their encoding.
  public var input: InputOptions
  /// The members that become columns; if there are none, the head of the first file tells.
  public var fields: [String] = []
  /// How deeply values may be nested.
  public var maxDepth = 512

  /// The usual options for these files.
  public init(input: InputOptions) { self.input = input }
}
