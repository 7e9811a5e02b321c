/// Why text is not JSON: where, and what is wrong there.
public struct JSONProblem: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Reason: String, Sendable, CaseIterable {
    /// A value must begin here.
    case expectedValue = "expected a value"
    /// The text must begin with an object.
    case expectedObject = "expected an object"
    /// A member's name must begin here.
    case expectedName = "expected a name in quotes"
    /// A name must be followed by a colon.
    case expectedColon = "expected `:` after the name"
    /// A member must be followed by a comma or the object's end.
    case expectedCommaOrBrace = "expected `,` or `}`"
    /// An element must be followed by a comma or the array's end.
    case expectedCommaOrBracket = "expected `,` or `]`"
    /// Something stands after the value.
    case unexpectedText = "unexpected text after the value"
    /// A string has no closing quote.
    case unterminatedString = "the string has no end"
    /// A character below U+0020 stands in a string.
    case controlCharacter = "a control character in a string must be escaped"
    /// A backslash is followed by something else than `"\/bfnrtu`.
    case invalidEscape = "unknown escape"
    /// `\u` is not followed by four hexadecimal digits.
    case invalidHexadecimal = "expected four hexadecimal digits after `\\u`"
    /// One half of a surrogate pair stands alone.
    case loneSurrogate = "half of a surrogate pair stands alone"
    /// A number is not written as JSON asks.
    case invalidNumber = "not a JSON number"
    /// Arrays and objects are nested too deeply.
    case tooDeep = "nested too deeply"
    /// The bytes are not UTF-8.
    case invalidUTF8 = "not UTF-8"
    /// An object has two members of this name.
    case duplicateName = "duplicate field"
  }

  /// Bytes before the place.
  public var offset: Int
  /// What is wrong.
  public var reason: Reason

  /// A problem from its parts.
  public init(offset: Int, _ reason: Reason) {
    self.offset = offset
    self.reason = reason
  }
}
