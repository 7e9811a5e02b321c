extension Parser {
  /// A value and what follows it: `.field`, `.method(…)`, `[index]`.
  mutating func postfix() throws(CompileError) -> Expression { try postfix(after: try primary()) }

  mutating func postfix(after first: Expression) throws(CompileError) -> Expression {
    var value = first
    while true {
      if try take(.dot) {
        let isOptional = try take(.question)
        value = try member(of: value, isOptional: isOptional)
      } else if case .symbol(.leftBracket) = token.kind {
        let open = token.span
        try advance()
        let isOptional = try take(.question)
        let index = try expression()
        let end = try close(.rightBracket, opened: open, .leftBracket)
        let function = isOptional ? Operator.optionalIndex : Operator.index
        value = try make(
          .call(Expression.Name(text: function, span: open), target: nil, [value, index]),
          SourceSpan(value.span.start, end))
      } else if case .symbol(.leftBrace) = token.kind, let name = value.qualifiedName {
        value = try message(name, value.span)
      } else {
        return value
      }
    }
  }

  private mutating func member(of value: Expression, isOptional: Bool) throws(CompileError) -> Expression {
    let name: Expression.Name
    var isQuoted = false
    switch token.kind {
    case .identifier(let text) where !["in", "true", "false", "null"].contains(text):
      name = Expression.Name(text: text, span: token.span)
    case .quotedIdentifier(let text):
      name = Expression.Name(text: text, span: token.span)
      isQuoted = true
    default:
      throw CompileError(
        "a field's name is missing after `.`, found \(describe(token))", at: token.span,
        help: "write a field that isn't a plain name as `x[\"name\"]`")
    }
    try advance()
    if !isOptional, !isQuoted, case .symbol(.leftParenthesis) = token.kind {
      let (arguments, end) = try callArguments()
      return try call(name, target: value, arguments, SourceSpan(value.span.start, end))
    }
    return try make(
      .select(value, field: name, isOptional ? .optional : .value),
      SourceSpan(value.span.start, name.span.upperBound))
  }

  private mutating func primary() throws(CompileError) -> Expression {
    let span = token.span
    switch token.kind {
    case .symbol(.leftParenthesis):
      try advance()
      let inner = try expression()
      _ = try close(.rightParenthesis, opened: span, .leftParenthesis)
      return inner
    case .symbol(.leftBracket): return try list()
    case .symbol(.leftBrace): return try map()
    case .symbol(.dot):
      try advance()
      guard case .identifier(let text) = token.kind else {
        throw CompileError("a name is missing after `.`, found \(describe(token))", at: token.span)
      }
      let name = Expression.Name(text: "." + text, span: span.union(token.span))
      try advance()
      return try identifierOrCall(name)
    case .identifier(let text):
      if let literal = Self.keywordLiterals[text] {
        try advance()
        return try make(.literal(literal), span)
      }
      if text == "in" { throw CompileError("a value is missing before `in`", at: span) }
      let name = Expression.Name(text: text, span: span)
      if let error = CommonMistakes.foreignWord(text, span) { throw error }
      try advance()
      return try identifierOrCall(name)
    case .quotedIdentifier:
      throw CompileError(
        "a name in backticks can only follow `.`", at: span, help: "as in `x.\(describe(token))`")
    case .int, .uint, .double, .string, .bytes: return try literal()
    default: throw missingValue()
    }
  }

  private static let keywordLiterals: [String: Value] = [
    "true": .bool(true), "false": .bool(false), "null": .null,
  ]

  private func missingValue() -> CompileError {
    switch token.kind {
    case .end: CompileError("the expression ends where a value is expected", at: token.span)
    case .symbol(.equal), .symbol(.notEqual), .symbol(.and), .symbol(.or), .symbol(.less), .symbol(.greater):
      CompileError("a value is missing before \(describe(token))", at: token.span)
    default: CompileError("a value is expected, found \(describe(token))", at: token.span)
    }
  }

  private mutating func identifierOrCall(_ name: Expression.Name) throws(CompileError) -> Expression {
    guard case .symbol(.leftParenthesis) = token.kind else {
      // `not x`: a name directly before another one.
      if name.text == "not", startsValue {
        throw CompileError("`not` isn't an operator", at: name.span, help: "use `!`")
      }
      return try make(.identifier(name.text), name.span)
    }
    let (arguments, end) = try callArguments()
    return try call(name, target: nil, arguments, SourceSpan(name.span.start, end))
  }

  private var startsValue: Bool {
    switch token.kind {
    case .identifier(let word): word != "in"
    case .int, .uint, .double, .string, .bytes: true
    default: false
    }
  }

  private mutating func callArguments() throws(CompileError) -> ([Expression], end: Int) {
    let open = token.span
    try advance()
    var arguments: [Expression] = []
    while token.kind != .symbol(.rightParenthesis) {
      arguments.append(try expression())
      guard try take(.comma) else { break }
      if token.kind == .symbol(.rightParenthesis) { throw missingValue() }
    }
    return (arguments, try close(.rightParenthesis, opened: open, .leftParenthesis))
  }

  /// A call, or what a macro of this name and number of arguments makes of it.
  private func call(
    _ name: Expression.Name, target: Expression?, _ arguments: [Expression], _ span: SourceSpan
  ) throws(CompileError) -> Expression {
    if let macro = macros.find(name.text, target, arguments.count) {
      let call = MacroCall(name: name, target: target, arguments: arguments, span: span)
      if let expanded = try macro.expand(call) { return try checkHeight(expanded) }
    }
    return try make(.call(name, target: target, arguments), span)
  }

  private func checkHeight(_ expression: Expression) throws(CompileError) -> Expression {
    try make(expression.kind, expression.span)
  }

  private mutating func list() throws(CompileError) -> Expression {
    let open = token.span
    try advance()
    var elements: [Expression.Element] = []
    while token.kind != .symbol(.rightBracket) {
      let isOptional = try take(.question)
      elements.append(Expression.Element(value: try expression(), isOptional: isOptional))
      guard try take(.comma) else { break }
    }
    let end = try close(.rightBracket, opened: open, .leftBracket)
    return try make(.list(elements), SourceSpan(open.start, end))
  }

  private mutating func map() throws(CompileError) -> Expression {
    let open = token.span
    try advance()
    var entries: [Expression.Entry] = []
    while token.kind != .symbol(.rightBrace) {
      let isOptional = try take(.question)
      let key = try expression()
      guard try take(.colon) else {
        throw CompileError(
          "`:` is missing between key and value, found \(describe(token))", at: token.span,
          help: "write a map as `{'key': value}`")
      }
      entries.append(Expression.Entry(key: key, value: try expression(), isOptional: isOptional))
      guard try take(.comma) else { break }
    }
    let end = try close(.rightBrace, opened: open, .leftBrace)
    return try make(.map(entries), SourceSpan(open.start, end))
  }

  /// `Type{field: value}`. Read so that the checker can say that there are no message types.
  private mutating func message(_ name: String, _ nameSpan: SourceSpan) throws(CompileError) -> Expression {
    let open = token.span
    try advance()
    var values: [Expression] = []
    while token.kind != .symbol(.rightBrace) {
      _ = try take(.question)
      switch token.kind {
      case .identifier, .quotedIdentifier: try advance()
      default:
        throw CompileError("a field's name is expected, found \(describe(token))", at: token.span)
      }
      guard try take(.colon) else {
        throw CompileError("`:` is missing after the field's name, found \(describe(token))", at: token.span)
      }
      values.append(try expression())
      guard try take(.comma) else { break }
    }
    let end = try close(.rightBrace, opened: open, .leftBrace)
    return try make(.message(name, values), SourceSpan(nameSpan.start, end))
  }
}
