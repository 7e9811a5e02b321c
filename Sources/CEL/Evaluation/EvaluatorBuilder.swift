/// Compiles a checked expression to closures: constants folded, comparisons of variables with constants fused.
struct EvaluatorBuilder {
  let limits: Limits
  let typing: Environment.Typing
  /// How a binding's local gets its value when it is first read.
  private var initializers: [Int: (evaluator: Evaluator, cost: Int)] = [:]
  private(set) var localCount = 0

  init(_ environment: Environment) {
    limits = environment.limits
    typing = environment.typing
  }

  mutating func build(_ expression: CheckedExpression) throws(CompileError) -> Evaluator {
    switch expression.kind {
    case .constant(let value): return Evaluator(constant: value)
    case .variable(let slot):
      return Evaluator({ frame throws(EvaluationError) -> Value in try frame.value(at: slot) }, slot: slot)
    case .local(let local): return localReader(local)
    case .failure(let error): return Evaluator(failure: error.located(at: expression.span))
    case .select(let operand, let field):
      if let slot = operand.objectSlot { return Selection.value(ofObjectAt: slot, field, expression.span) }
      return Selection.value(try build(operand), field, expression.span)
    case .presence(let operand, let field):
      if let slot = operand.objectSlot { return Selection.presence(inObjectAt: slot, field, expression.span) }
      return Selection.presence(try build(operand), field, expression.span)
    case .optionalSelect(let operand, let field):
      if let slot = operand.objectSlot { return Selection.optional(inObjectAt: slot, field, expression.span) }
      return Selection.optional(try build(operand), field, expression.span)
    case .call(let call): return try self.call(call, expression.span)
    case .and(let terms): return Logic.all(try buildAll(terms))
    case .or(let terms): return Logic.any(try buildAll(terms))
    case .conditional(let condition, let yes, let no):
      return Logic.conditional(try build(condition), try build(yes), try build(no))
    case .list(let elements): return try list(elements, expression.span)
    case .map(let entries): return try map(entries, expression.span)
    case .comprehension(let loop): return try comprehension(loop, expression.span)
    case .bind(let local, let value, let body):
      reserve(local)
      initializers[local] = (try build(value), value.size)
      let body = try build(body)
      return Evaluator { frame throws(EvaluationError) -> Value in
        frame.locals[local] = nil
        return try body.evaluate(&frame)
      }
    }
  }

  mutating func buildAll(_ expressions: [CheckedExpression]) throws(CompileError) -> [Evaluator] {
    var evaluators: [Evaluator] = []
    for expression in expressions { evaluators.append(try build(expression)) }
    return evaluators
  }

  private mutating func reserve(_ local: Int) { localCount = max(localCount, local + 1) }

  private func localReader(_ local: Int) -> Evaluator {
    guard let (initializer, cost) = initializers[local] else {
      return Evaluator { frame throws(EvaluationError) -> Value in frame.locals[local] ?? .null }
    }
    return Evaluator { frame throws(EvaluationError) -> Value in
      if let value = frame.locals[local] { return value }
      try frame.budget.charge(cost)
      let value = try initializer.evaluate(&frame)
      frame.locals[local] = value
      return value
    }
  }

  private mutating func comprehension(
    _ loop: CheckedExpression.Comprehension, _ span: SourceSpan
  ) throws(CompileError) -> Evaluator {
    for local in loop.locals { reserve(local) }
    let range = try build(loop.range)
    var filter: Evaluator?
    if let condition = loop.filter { filter = try build(condition) }
    let body = try build(loop.body)
    let cost = 1 + loop.body.size + (loop.filter?.size ?? 0)
    return Loop(
      range: range, first: loop.locals[0], second: loop.locals.count > 1 ? loop.locals[1] : nil,
      filter: filter, body: body, cost: cost, span: span
    ).evaluator(loop.kind)
  }

  private mutating func list(
    _ elements: [CheckedExpression.Element], _ span: SourceSpan
  ) throws(CompileError) -> Evaluator {
    let evaluators = try buildAll(elements.map(\.value))
    let isOptional = elements.map(\.isOptional)
    if !isOptional.contains(true), case let constants = evaluators.compactMap(\.constant),
      constants.count == evaluators.count
    {
      return Evaluator(constant: .list(constants))
    }
    return Evaluator { frame throws(EvaluationError) -> Value in
      var list: [Value] = []
      list.reserveCapacity(evaluators.count)
      for (index, evaluator) in evaluators.enumerated() {
        let value = try evaluator.evaluate(&frame)
        guard isOptional[index] else {
          list.append(value)
          continue
        }
        if let content = try Selection.content(value, span) { list.append(content) }
      }
      return .list(list)
    }
  }

  private mutating func map(
    _ entries: [CheckedExpression.Entry], _ span: SourceSpan
  ) throws(CompileError) -> Evaluator {
    let keys = try buildAll(entries.map(\.key))
    let values = try buildAll(entries.map(\.value))
    let isOptional = entries.map(\.isOptional)
    let evaluator = Evaluator { frame throws(EvaluationError) -> Value in
      var map: [(key: Value, value: Value)] = []
      map.reserveCapacity(keys.count)
      for index in keys.indices {
        let key = try keys[index].evaluate(&frame)
        let value = try values[index].evaluate(&frame)
        guard isOptional[index] else {
          map.append((key, value))
          continue
        }
        if let content = try Selection.content(value, span) { map.append((key, content)) }
      }
      do throws(EvaluationError) { return .map(try MapValue(map)) } catch { throw error.located(at: span) }
    }
    return (keys + values).allSatisfy { $0.constant != nil } ? folded(evaluator) : evaluator
  }

  /// The evaluator's constant value, unless computing it fails or is expensive.
  func folded(_ evaluator: Evaluator) -> Evaluator {
    let value = try? Frame.with([], localCount: 0, budget: Budget(10_000), evaluator.evaluate)
    return value.map { Evaluator(constant: $0) } ?? evaluator
  }
}

extension CheckedExpression {
  /// The slot of a variable whose fields can be read one by one.
  var objectSlot: Int? {
    if case .variable(let slot) = kind, case .object = type { slot } else { nil }
  }

  /// How many parts the expression has, as a measure of the work of one evaluation.
  var size: Int {
    switch kind {
    case .constant, .variable, .local, .failure: 1
    case .select(let operand, _), .presence(let operand, _), .optionalSelect(let operand, _): 1 + operand.size
    case .call(let call): call.arguments.reduce(1) { $0 + $1.size }
    case .and(let terms), .or(let terms): terms.reduce(1) { $0 + $1.size }
    case .conditional(let condition, let yes, let no): 1 + condition.size + yes.size + no.size
    case .list(let elements): elements.reduce(1) { $0 + $1.value.size }
    case .map(let entries): entries.reduce(1) { $0 + $1.key.size + $1.value.size }
    case .comprehension(let loop): 1 + loop.range.size
    case .bind(_, _, let body): 1 + body.size
    }
  }
}
