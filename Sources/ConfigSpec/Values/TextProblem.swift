/// Why a text is not in its form.
public struct TextProblem: Error, Sendable {
  /// What is wrong, after the field's name: "is negative"; nil for the usual "must be …, found …".
  public var message: String?
  /// What to write instead.
  public var help: String?
  /// The bytes of the text that are wrong; nil for all.
  public var range: Range<Int>?

  /// Describes a problem.
  public init(_ message: String? = nil, help: String? = nil, range: Range<Int>? = nil) {
    self.message = message
    self.help = help
    self.range = range
  }
}
