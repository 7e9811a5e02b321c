public import ConfigSpec

/// How many broken rules are reported of one record.
public enum ValidationMode: String, ConfigEnum {
  case first
  case all

  /// What the word means.
  public var doc: String {
    switch self {
    case .first: "The first broken rule."
    case .all: "Every broken rule, in one message."
    }
  }
}
