public import ConfigSpec

/// What happens if an expectation fails.
public enum ExpectReaction: String, ConfigEnum {
  case stop
  case warn

  /// What the word means.
  public var doc: String {
    switch self {
    case .stop: "The run fails, and outputs that wait for its success are not published."
    case .warn: "The log gets a warning."
    }
  }
}
