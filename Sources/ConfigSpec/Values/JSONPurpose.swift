/// What plain data is made for.
public enum JSONPurpose: Sendable {
  /// People: everything that is effective, secrets replaced.
  case display
  /// A digest: only what changes the meaning; secrets and descriptions left out, keys sorted.
  case digest
}
