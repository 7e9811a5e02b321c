public import ConfigSpec

/// Where and how CSV is written.
public struct CSVSinkOptions: Configurable {
  /// The file.
  public var path = LocalPath("")
  /// The columns; all if there are none.
  public var columns: [String] = []
  var delimiter = ByteCharacter(byte: UInt8(ascii: ","))
  var quote = ByteCharacter(byte: UInt8(ascii: "\""))
  /// Whether the first line names the columns.
  public var header = true
  /// What stands for null.
  public var nullValue = ""
  /// What ends a record.
  public var lineEnd = LineEnd.lf
  /// Whether the file is compressed.
  public var compression = SinkCompression.auto
  /// When it appears under its name.
  public var publish = SinkPublication.asWritten

  /// What ends a record.
  public enum LineEnd: String, ConfigEnum {
    case lf
    case crlf

    /// The characters.
    public var text: String { self == .lf ? "\n" : "\r\n" }

    /// What the word means.
    public var doc: String {
      switch self {
      case .lf: "A line feed."
      case .crlf: "Carriage return and line feed, as RFC 4180 has it."
      }
    }
  }

  /// The declaration.
  public static let spec = Spec(
    blank: Self(),
    """
    Writes CSV in UTF-8: a header, then one record a line. Fields are quoted where they must be; nested values are \
    written as JSON text.
    """
  ) {
    Field("path", \.path, "The file, relative to the file that names it.").required().example(
      "out/labevents.csv")
    Field(
      "columns", \.columns,
      "The columns in their order; without it, all. It is needed where records may have fields that no stage names."
    )
    .example(.array([.string("subject_id"), .string("valuenum")]))
    Field("delimiter", \.delimiter, "The character between fields.").example(";")
    Field("quote", \.quote, "The character around fields that hold delimiters, quotes or line ends.")
    Field("header", \.header, "Whether the first line names the columns.")
    Field(
      "null_value", \.nullValue,
      "What stands for null and for a missing field; text that reads the same is put in quotes."
    )
    .example("NA")
    Field("line_end", \.lineEnd, "What ends a record.")
    Field("compression", \.compression, "Whether the file is compressed.")
    Field("publish", \.publish, "When the file appears under its name.")
    Check { options, report in
      if options.quote == options.delimiter {
        report.error("`quote` and `delimiter` must differ", at: "quote")
      }
      for (key, byte) in [("delimiter", options.delimiter.byte), ("quote", options.quote.byte)]
      where byte == 0x0A || byte == 0x0D || byte == 0 {
        report.error("`\(key)` can't be a line end or NUL", at: key)
      }
      var seen: Set<String> = []
      for (index, name) in options.columns.enumerated() where !seen.insert(name).inserted {
        report.error("`\(name)` stands here twice", at: "columns[\(index)]")
      }
      let special = [options.delimiter.byte, options.quote.byte, 0x0A, 0x0D]
      if options.nullValue.utf8.contains(where: special.contains) {
        report.error("`null_value` can't hold the delimiter, the quote or a line end", at: "null_value")
      }
    }
  }

  var format: CSVFormat {
    var format = CSVFormat()
    format.delimiter = delimiter.byte
    format.quote = quote.byte
    format.lineEnd = lineEnd.text
    format.nullText = nullValue
    format.hasHeader = header
    return format
  }
}
