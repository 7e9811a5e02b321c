/// A key that is known but does nothing here; the message says where it belongs.
public struct Refused: Sendable {
  let name: String
  let reason: String
  let help: String?

  /// Declares a key that is refused: "`circuit` is shared by all stages of a service".
  public init(_ name: String, _ reason: String, help: String? = nil) {
    self.name = name
    self.reason = reason
    self.help = help
  }
}
