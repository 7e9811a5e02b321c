public import ConfigSpec

/// Whether a sink's file is compressed.
public enum SinkCompression: String, ConfigEnum {
  case auto
  case gzip
  case none

  /// What the word means.
  public var doc: String {
    switch self {
    case .auto: "gzip if the path ends in `.gz`."
    case .gzip: "gzip, whatever the path is."
    case .none: "Plain, whatever the path is."
    }
  }
}
