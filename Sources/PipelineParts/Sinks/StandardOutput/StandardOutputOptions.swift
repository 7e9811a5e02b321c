public import ConfigSpec

/// How records are printed.
public struct StandardOutputOptions: Configurable {
  /// The format.
  public var format = Format.jsonl

  /// A format.
  public enum Format: String, ConfigEnum {
    case jsonl
    case csv

    /// What the word means.
    public var doc: String {
      switch self {
      case .jsonl: "One JSON object a line."
      case .csv: "A header, then one record a line."
      }
    }
  }

  /// The declaration.
  public static let spec = Spec(
    blank: Self(),
    """
    Prints records on the standard output. What was printed can't be taken back: after a crash, records since the last \
    checkpoint are printed again.
    """
  ) {
    Field("format", \.format, "How records are printed.")
  }
}
