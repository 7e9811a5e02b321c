/// How CSV files are read.
public struct CSVOptions: Sendable {
  /// The files and their encoding.
  public var input: InputOptions
  /// The byte between fields.
  public var delimiter = UInt8(ascii: ",")
  /// The byte around fields that contain delimiters or line ends; nil if there is none.
  public var quote: UInt8? = UInt8(ascii: "\"")
  /// How a quote stands within quotes.
  public var escape = Escape.doubling
  /// Whether the first record of each file names the columns.
  public var hasHeader = true
  /// The columns' names where there is no header, or instead of those in the header.
  public var names: [String] = []
  /// Texts that mean null.
  public var nullValues: [String] = []
  /// Whether spaces and tabs around fields are dropped.
  public var trim = false
  /// The byte that makes a line a comment if it stands first.
  public var comment: UInt8?

  /// How a quote stands within quotes.
  public enum Escape: String, Sendable, CaseIterable {
    /// `""` is a quote.
    case doubling
    /// `\"` is a quote, and a backslash takes the next byte as it is, within quotes and without.
    case backslash
  }

  /// The usual options for these files.
  public init(input: InputOptions) { self.input = input }
}
