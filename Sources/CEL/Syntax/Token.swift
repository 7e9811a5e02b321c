/// The smallest piece of an expression's text.
struct Token: Equatable {
  enum Kind: Equatable {
    case end
    case identifier(String)
    /// An identifier in backticks, allowed as a field name only.
    case quotedIdentifier(String)
    case int(String, radix: Int)
    case uint(String, radix: Int)
    case double(String)
    case string(String)
    case bytes([UInt8])
    case symbol(Symbol)
  }

  enum Symbol: String {
    case question = "?"
    case colon = ":"
    case comma = ","
    case dot = "."
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBracket = "["
    case rightBracket = "]"
    case leftBrace = "{"
    case rightBrace = "}"
    case and = "&&"
    case or = "||"
    case not = "!"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case modulo = "%"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
  }

  let kind: Kind
  let span: SourceSpan
}
