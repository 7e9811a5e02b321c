/// Where a setting came from.
public enum Origin: Sendable, Hashable {
  /// A place in a file.
  case file(Span)
  /// Nothing was written; the declaration's default holds.
  case `default`

  /// `file:line`, or `default`.
  public var label: String {
    switch self {
    case .file(let span): span.lineLabel
    case .default: "default"
    }
  }
}
