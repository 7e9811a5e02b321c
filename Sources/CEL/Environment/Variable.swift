/// A name that expressions may use, with the type of its values.
public struct Variable: Sendable {
  /// The name; dots are allowed and then take precedence over fields (`a.b` before field `b` of `a`).
  public let name: String

  /// The type of its values.
  public let type: CELType

  /// Declares a variable.
  public init(_ name: String, _ type: CELType) {
    self.name = name
    self.type = type
  }
}
