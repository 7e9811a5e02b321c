/// The places of all settings that were written, by path: `retry.max_retries`, `stages[0].name`.
public struct Origins: Sendable {
  private var spans: [String: (span: Span, isWhole: Bool)] = [:]
  private var keys: [String: Span] = [:]

  /// Knows nothing yet.
  public init() {}

  /// Where a setting came from: its own place, or that of a short form that stands for everything below it.
  public subscript(path: String) -> Origin {
    if let found = spans[path] { return .file(found.span) }
    var parent = path[...]
    while let end = parent.lastIndex(where: { $0 == "." || $0 == "[" }) {
      parent = parent[..<end]
      if let found = spans[String(parent)] { return found.isWhole ? .file(found.span) : .default }
    }
    return .default
  }

  /// Where the key of a setting stands, for messages about the key itself.
  public func key(_ path: String) -> Span? { keys[path] }

  mutating func recordKey(_ path: String, _ span: Span) { keys[path] = span }

  /// Notes a place; `isWhole` says that it also answers for the paths below it.
  public mutating func record(_ path: String, _ span: Span, isWhole: Bool) {
    spans[path] = (span, isWhole)
  }

  /// Adds what others know; they win.
  public mutating func add(_ others: Origins) {
    spans.merge(others.spans) { _, new in new }
    keys.merge(others.keys) { _, new in new }
  }
}
