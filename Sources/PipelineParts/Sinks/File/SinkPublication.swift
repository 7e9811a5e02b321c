public import ConfigSpec

/// When a sink's file appears under its name.
public enum SinkPublication: String, ConfigEnum {
  case asWritten = "as_written"
  case onSuccess = "on_success"

  /// What the word means.
  public var doc: String {
    switch self {
    case .asWritten: "At once; it grows while the run goes on."
    case .onSuccess: "When the whole input is done; until then it is called `<path>.partial`."
    }
  }
}
