public import ConfigSpec
public import PipelineModel

/// `uses: jsonl`.
public enum JSONLinesDefinition: SourceDefinition {
  /// What stands under `with`.
  public struct Options: Configurable {
    var path = OneOrMany<LocalPath>([])
    var fields: [String] = []
    var encoding = TextEncoding.utf8
    var compression = Compression.auto
    var maxRecord = ByteCount.mebibytes(1)
    var maxDepth = 512

    /// The declaration.
    public static let spec = Spec(
      blank: Self(), name: "jsonl source",
      "Reads JSON Lines: each line one object. A line that is something else becomes a dead letter with its line."
    ) {
      Field(
        "path", \.path,
        "The files: paths or globs (`*`, `?`, `[a-z]`), read in order; `-` is the standard input."
      )
      .required().excludedFromDigest().example("events.jsonl")
      Field(
        "fields", \.fields, "The fields that become columns; without them, the head of the first file tells.")
      Field("encoding", \.encoding, "How bytes stand for characters.")
      Field("compression", \.compression, "Whether the files are compressed.")
      Field(
        "max_record", \.maxRecord, in: ByteCount.kibibytes(1)...ByteCount.mebibytes(256),
        "The longest line; a longer one is a dead letter.")
      Field("max_depth", \.maxDepth, in: 1...10_000, "The deepest nesting of lists and objects.")
    }
  }

  /// The name after `uses`.
  public static var name: String { "jsonl" }

  /// Looks at the head of the first file, if it is there.
  public static func plan(_ options: Options, _ planning: inout SourcePlanning) -> (any Source)? {
    let input = InputOptions(
      options.path, options.encoding, options.compression, maxRecord: options.maxRecord)
    var lines = JSONLinesOptions(input: input)
    lines.fields = options.fields
    lines.maxDepth = options.maxDepth
    return planning.source(of: input) { () throws(SourceProblem) in try JSONLinesSource(lines) }
  }
}
