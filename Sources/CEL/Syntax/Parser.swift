/// Reads an expression by recursive descent, expanding macros on the way.
///
/// Grammar and precedence: cel-spec, "Syntax". Its own recursion and the height of the tree are bounded by
/// `nestingDepth`, so that no later pass can run out of stack.
struct Parser {
  private var lexer: Lexer
  private(set) var token: Token
  private var depth = 0
  let limits: Limits
  let macros: MacroTable

  /// Reads a whole text.
  static func parse(_ source: String, _ limits: Limits, _ macros: MacroTable) throws(CompileError)
    -> Expression
  {
    guard source.utf8.count <= limits.expressionSize else {
      throw CompileError(
        "the expression has \(source.utf8.count) bytes, at most \(limits.expressionSize) are allowed",
        at: SourceSpan(0, source.utf8.count))
    }
    var parser = Parser(source, limits, macros)
    try parser.advance()
    if parser.token.kind == .end {
      throw CompileError("the expression is empty", at: parser.token.span)
    }
    let expression = try parser.expression()
    guard parser.token.kind == .end else {
      throw CommonMistakes.unexpected(parser.token, parser.describe(parser.token))
    }
    return expression
  }

  private init(_ source: String, _ limits: Limits, _ macros: MacroTable) {
    lexer = Lexer(source)
    token = Token(kind: .end, span: SourceSpan(0, 0))
    self.limits = limits
    self.macros = macros
  }

  mutating func advance() throws(CompileError) { token = try lexer.next() }

  /// Takes the symbol if it is next.
  mutating func take(_ symbol: Token.Symbol) throws(CompileError) -> Bool {
    guard token.kind == .symbol(symbol) else { return false }
    try advance()
    return true
  }

  /// Takes the symbol that closes what was opened at a span.
  mutating func close(_ symbol: Token.Symbol, opened span: SourceSpan, _ mark: Token.Symbol)
    throws(CompileError) -> Int
  {
    let end = token.span.upperBound
    if try take(symbol) { return end }
    if token.kind == .end {
      throw CompileError(
        "`\(mark.rawValue)` isn't closed", at: span, help: "add `\(symbol.rawValue)`")
    }
    throw CommonMistakes.unexpected(token, describe(token))
  }

  /// Adds a node, unless that makes the tree too high.
  func make(_ kind: Expression.Kind, _ span: SourceSpan) throws(CompileError) -> Expression {
    let expression = Expression(kind, span)
    guard expression.height <= limits.nestingDepth else { throw tooDeep(span) }
    return expression
  }

  private func tooDeep(_ span: SourceSpan) -> CompileError {
    CompileError(
      "more than \(limits.nestingDepth) operators, selections or brackets build on each other", at: span,
      help: "split the expression; only `&&` and `||` may join any number of terms")
  }

  func describe(_ token: Token) -> String {
    token.kind == .end
      ? "the end"
      : "`\(String(decoding: lexer.text[token.span.start..<token.span.upperBound], as: UTF8.self))`"
  }

  /// `condition ? value : other`, or anything that binds tighter.
  mutating func expression() throws(CompileError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= limits.nestingDepth else { throw tooDeep(token.span) }
    let condition = try disjunction()
    guard try take(.question) else { return condition }
    let yes = try disjunction()
    guard try take(.colon) else {
      throw CompileError(
        "`:` is missing, found \(describe(token))", at: token.span, help: "write `condition ? value : other`")
    }
    let no = try expression()
    return try make(.conditional(condition, yes, no), condition.span.union(no.span))
  }

  /// Terms joined by `||`. However many there are, they make one level of the tree.
  private mutating func disjunction() throws(CompileError) -> Expression {
    var terms = [try conjunction()]
    while try take(.or) { terms.append(try conjunction()) }
    return terms.count == 1
      ? terms[0] : try make(.or(terms), terms[0].span.union(terms[terms.count - 1].span))
  }

  /// Terms joined by `&&`.
  private mutating func conjunction() throws(CompileError) -> Expression {
    var terms = [try binary(0)]
    while try take(.and) { terms.append(try binary(0)) }
    return terms.count == 1
      ? terms[0] : try make(.and(terms), terms[0].span.union(terms[terms.count - 1].span))
  }

  /// Operators that group from the left, from the given level of precedence on: relations, sums, products.
  private mutating func binary(_ level: Int) throws(CompileError) -> Expression {
    guard level < 3 else { return try unary() }
    var left = try binary(level + 1)
    while let function = operatorFunction(level) {
      let name = Expression.Name(text: function, span: token.span)
      try advance()
      let right = try binary(level + 1)
      left = try make(.call(name, target: nil, [left, right]), left.span.union(right.span))
    }
    return left
  }

  private func operatorFunction(_ level: Int) -> String? {
    if case .identifier("in") = token.kind, level == 0 { return Operator.contained }
    guard case .symbol(let symbol) = token.kind else { return nil }
    switch (level, symbol) {
    case (0, .equal): return Operator.equal
    case (0, .notEqual): return Operator.notEqual
    case (0, .less): return Operator.less
    case (0, .lessOrEqual): return Operator.lessOrEqual
    case (0, .greater): return Operator.greater
    case (0, .greaterOrEqual): return Operator.greaterOrEqual
    case (1, .plus): return Operator.add
    case (1, .minus): return Operator.subtract
    case (2, .times): return Operator.multiply
    case (2, .divide): return Operator.divide
    case (2, .modulo): return Operator.modulo
    default: return nil
    }
  }

  /// Any number of `!` or `-` before a value. Pairs cancel each other out only for `!`: `--x` checks its operand.
  private mutating func unary() throws(CompileError) -> Expression {
    if case .symbol(.not) = token.kind { return try prefixed(by: .not, Operator.not) }
    if case .symbol(.minus) = token.kind { return try prefixed(by: .minus, Operator.negate) }
    return try postfix()
  }

  private mutating func prefixed(by symbol: Token.Symbol, _ function: String) throws(CompileError)
    -> Expression
  {
    var spans: [SourceSpan] = []
    while token.kind == .symbol(symbol) {
      spans.append(token.span)
      try advance()
    }
    var operand: Expression
    // The sign belongs to the number, since the lowest integer has no positive counterpart.
    if symbol == .minus, let number = try negativeNumber(spans[spans.count - 1]) {
      spans.removeLast()
      operand = try postfix(after: number)
    } else {
      operand =
        try (token.kind == .symbol(.not) || token.kind == .symbol(.minus)) ? unaryOfOtherKind() : postfix()
    }
    for span in spans.reversed() {
      operand = try make(
        .call(Expression.Name(text: function, span: span), target: nil, [operand]), span.union(operand.span))
    }
    return operand
  }

  /// `!-x` and `-!x`, which each mix adds a level of recursion.
  private mutating func unaryOfOtherKind() throws(CompileError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= limits.nestingDepth else { throw tooDeep(token.span) }
    return try unary()
  }
}
