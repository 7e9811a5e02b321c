public import ConfigSpec
public import PipelineModel

/// `uses: csv`.
public enum CSVDefinition: SourceDefinition {
  /// What stands under `with`.
  public struct Options: Configurable {
    var path = OneOrMany<LocalPath>([])
    var delimiter = ByteCharacter(byte: UInt8(ascii: ","))
    var quote: ByteCharacter? = ByteCharacter(byte: UInt8(ascii: "\""))
    var escape = CSVOptions.Escape.doubling
    var header = true
    var names: [String] = []
    var nullValues: [String] = []
    var trim = false
    var comment: ByteCharacter?
    var encoding = TextEncoding.utf8
    var compression = Compression.auto
    var maxRecord = ByteCount.mebibytes(1)

    /// The declaration.
    public static let spec = Spec(
      blank: Self(), name: "csv source",
      "Reads CSV: each record a row, text in every column. A row that can't be read becomes a dead letter with its line."
    ) {
      Field(
        "path", \.path,
        "The files: paths or globs (`*`, `?`, `[a-z]`), read in order; `-` is the standard input."
      )
      .required().excludedFromDigest().example("data/labevents.csv")
      Field("delimiter", \.delimiter, "The character between fields.").example(";")
      Field("quote", \.quote, "The character around fields that hold delimiters or line ends; null for none.")
      Field("escape", \.escape, "How a quote stands within quotes.")
      Field("header", \.header, "Whether the first record of each file names the columns.")
      Field("names", \.names, "The columns' names, without a header or instead of it.")
      Field(
        "null_values", \.nullValues, "Texts that mean null; an empty cell is `''` unless it is listed here."
      )
      .example(.array([.string(""), .string("NA")]))
      Field("trim", \.trim, "Whether spaces and tabs around fields are dropped.")
      Field("comment", \.comment, "The character that makes a line a comment if it stands first.").example(
        "#")
      Field("encoding", \.encoding, "How bytes stand for characters.")
      Field("compression", \.compression, "Whether the files are compressed.")
      Field(
        "max_record", \.maxRecord, in: ByteCount.kibibytes(1)...ByteCount.mebibytes(256),
        "The longest record; a longer one is a dead letter.")
      Check { options, report in
        if !options.header, options.names.isEmpty {
          report.error(
            "`names` is missing: without a header, nothing names the columns", at: "header",
            help: "add `names: [first, second, …]`")
        }
        if options.quote?.byte == options.delimiter.byte {
          report.error("`quote` and `delimiter` must differ", at: "quote")
        }
      }
    }
  }

  /// The name after `uses`.
  public static var name: String { "csv" }

  /// Reads the header, if the file is there.
  public static func plan(_ options: Options, _ planning: inout SourcePlanning) -> (any Source)? {
    let input = InputOptions(
      options.path, options.encoding, options.compression, maxRecord: options.maxRecord)
    var csv = CSVOptions(input: input)
    csv.delimiter = options.delimiter.byte
    csv.quote = options.quote?.byte
    csv.escape = options.escape
    csv.hasHeader = options.header
    csv.names = options.names
    csv.nullValues = options.nullValues
    csv.trim = options.trim
    csv.comment = options.comment?.byte
    return planning.source(of: input) { () throws(SourceProblem) in try CSVSource(csv) }
  }
}

extension CSVOptions.Escape: ConfigEnum {
  /// What the case means.
  public var doc: String {
    switch self {
    case .doubling: "`\"\"` is a quote."
    case .backslash: "`\\\"` is a quote."
    }
  }
}
