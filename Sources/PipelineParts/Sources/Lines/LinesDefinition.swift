public import ConfigSpec
public import PipelineModel

/// `uses: lines`.
public enum LinesDefinition: SourceDefinition {
  /// What stands under `with`.
  public struct Options: Configurable {
    var path = OneOrMany<LocalPath>([])
    var column = "line"
    var skipBlank = false
    var encoding = TextEncoding.utf8
    var compression = Compression.auto
    var maxRecord = ByteCount.mebibytes(1)

    /// The declaration.
    public static let spec = Spec(
      blank: Self(), name: "lines source", "Reads plain text: each line a record of one column."
    ) {
      Field(
        "path", \.path,
        "The files: paths or globs (`*`, `?`, `[a-z]`), read in order; `-` is the standard input."
      )
      .required().excludedFromDigest().example("app.log")
      Field("column", \.column, "The name of the column.")
      Field("skip_blank", \.skipBlank, "Whether lines without any character are skipped.")
      Field("encoding", \.encoding, "How bytes stand for characters.")
      Field("compression", \.compression, "Whether the files are compressed.")
      Field(
        "max_record", \.maxRecord, in: ByteCount.kibibytes(1)...ByteCount.mebibytes(256),
        "The longest line; a longer one is a dead letter.")
    }
  }

  /// The name after `uses`.
  public static var name: String { "lines" }

  /// Finds the files.
  public static func plan(_ options: Options, _ planning: inout SourcePlanning) -> (any Source)? {
    let input = InputOptions(
      options.path, options.encoding, options.compression, maxRecord: options.maxRecord)
    var lines = LinesOptions(input: input)
    lines.column = options.column
    lines.skipsBlank = options.skipBlank
    return planning.source(of: input) { () throws(SourceProblem) in try LinesSource(lines) }
  }
}
