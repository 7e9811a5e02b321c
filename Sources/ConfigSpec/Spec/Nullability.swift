/// What a key without a value, or with `null`, means.
public enum Nullability: Sendable {
  /// A mistake, also where the setting is optional: nobody writes `when:` to say "always".
  case never
  /// A mistake, unless the setting is optional and `null` is written out.
  case refused
  /// `null` and `~` are a value; nothing at all is a mistake.
  case written
  /// Both are a value.
  case accepted

  /// How an optional setting takes it.
  var optional: Nullability {
    switch self {
    case .never: .never
    case .refused, .written: .written
    case .accepted: .accepted
    }
  }

  /// Whether a node may be what it is; true for every node that is not null.
  func accepts(_ node: Node) -> Bool {
    guard let scalar = node.scalar, scalar.isNull else { return true }
    switch self {
    case .never, .refused: return false
    case .written: return !scalar.text.isEmpty
    case .accepted: return true
    }
  }
}
