extension Parser {
  /// A number or text.
  mutating func literal() throws(CompileError) -> Expression {
    let span = token.span
    let value: Value
    switch token.kind {
    case .string(let text): value = .string(text)
    case .bytes(let bytes): value = .bytes(bytes)
    default: value = try number(negative: false, span)
    }
    try advance()
    return try make(.literal(value), span)
  }

  /// The number after a minus sign; nil if something else follows.
  mutating func negativeNumber(_ sign: SourceSpan) throws(CompileError) -> Expression? {
    switch token.kind {
    case .int, .double: break
    default: return nil
    }
    let span = sign.union(token.span)
    let value = try number(negative: true, span)
    try advance()
    return try make(.literal(value), span)
  }

  private func number(negative: Bool, _ span: SourceSpan) throws(CompileError) -> Value {
    switch token.kind {
    case .int(let digits, let radix):
      guard let value = Int64((negative ? "-" : "") + digits, radix: radix) else {
        throw CompileError(
          "the integer is outside \(Int64.min) to \(Int64.max)", at: span,
          help: "write `\(digits).0` for a double")
      }
      return .int(value)
    case .uint(let digits, let radix):
      guard let value = UInt64(digits, radix: radix) else {
        throw CompileError("the unsigned integer is larger than \(UInt64.max)", at: span)
      }
      return .uint(value)
    case .double(let digits):
      guard let value = Double(digits), value.isFinite else {
        throw CompileError("the number is larger than a double can be", at: span)
      }
      return .double(negative ? -value : value)
    default:
      preconditionFailure("only called for number tokens")
    }
  }
}
