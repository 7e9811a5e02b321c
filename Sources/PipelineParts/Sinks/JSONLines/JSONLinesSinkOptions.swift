public import ConfigSpec

/// Where JSON Lines are written.
public struct JSONLinesSinkOptions: Configurable {
  /// The file.
  public var path = LocalPath("")
  /// Whether it is compressed.
  public var compression = SinkCompression.auto
  /// When it appears under its name.
  public var publish = SinkPublication.asWritten

  /// The declaration.
  public static let spec = Spec(
    blank: Self(),
    """
    Writes one JSON object a line. Missing fields are left out, nulls are written; timestamps and dates are text (RFC \
    3339). NaN and infinities become null.
    """
  ) {
    Field("path", \.path, "The file, relative to the file that names it.").required()
      .example("out/labevents.jsonl")
    Field("compression", \.compression, "Whether the file is compressed.")
    Field("publish", \.publish, "When the file appears under its name.")
  }
}
