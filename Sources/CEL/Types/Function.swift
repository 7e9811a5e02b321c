/// A function, method or operator: its name, what it is for, and its overloads. This one declaration serves the
/// checker, the evaluator and the documentation.
///
/// ```swift
/// Function("shout", "The text in capitals with an exclamation mark.", [
///   .method("string_shout") { (text: String) -> String in text.uppercased() + "!" }
/// ])
/// ```
public struct Function: Sendable {
  /// The name, with its namespace if it has one (`math.abs`).
  public let name: String

  /// What it does, in one sentence.
  public let documentation: String

  /// The combinations of argument types it accepts.
  public let overloads: [Overload]

  /// Declares a function.
  public init(_ name: String, _ documentation: String, _ overloads: [Overload]) {
    self.name = name
    self.documentation = documentation
    self.overloads = overloads
  }
}
