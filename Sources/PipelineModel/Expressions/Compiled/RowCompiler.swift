internal import CEL

/// Compiles a checked expression to closures over the cells of a row, which make no `Value` and allocate nothing but
/// the text they compute.
///
/// Only what is worth it is compiled: comparisons, logic, arithmetic, conversions and questions about texts. The rest
/// of an expression runs in the general evaluator, which also decides wherever a closure can't: so a closure may
/// give up at any time, but what it says must be what the general evaluator would say.
struct RowCompiler {
  let scope: RecordScope
  let environment: Environment
  let texts: ConstantTexts

  /// The condition, or nil if nothing would be gained.
  func test(_ expression: CheckedExpression) -> RowTest? {
    condition(expression) ?? plainValue(expression)?.test
  }

  /// The value, or nil if nothing would be gained.
  func value(_ expression: CheckedExpression) -> Operand? {
    if let value = plainValue(expression) { return value }
    return condition(expression).map { test in .computed { row in Cell(test(row)) } }
  }

  // The two are told apart so that no part is compiled twice: with each level twice, deep expressions never end.

  /// A part that is a condition by nature.
  private func condition(_ expression: CheckedExpression) -> RowTest? {
    switch expression.kind {
    case .and(let terms): return tests(terms).map(Self.all)
    case .or(let terms): return tests(terms).map(Self.any)
    case .presence(let operand, let field): return presence(operand, field)
    case .conditional(let condition, let yes, let no) where expression.type == .bool:
      guard let terms = tests([condition, yes, no]) else { return nil }
      let (condition, yes, no) = (terms[0], terms[1], terms[2])
      return RowTest { row in
        switch condition(row) {
        case .yes: yes(row)
        case .no: no(row)
        case .undecided: .undecided
        }
      }
    case .call(let call):
      switch call.function {
      case "!_": return test(call.arguments[0]).map(Self.not)
      case "@in": return membership(call)
      case "startsWith", "endsWith", "contains", "matches": return textTest(call)
      default: return comparison(call)
      }
    default: return nil
    }
  }

  /// Any other part.
  private func plainValue(_ expression: CheckedExpression) -> Operand? {
    if let constant = constant(expression) { return .constant(constant) }
    switch expression.kind {
    case .select(let operand, let field): return self.field(operand, field)
    case .conditional(let condition, let yes, let no) where expression.type != .bool:
      guard let condition = test(condition), let branches = operands([yes, no], orConstants: true) else {
        return nil
      }
      return .value(Self.conditional(condition, branches[0].value, branches[1].value))
    case .call(let call):
      switch call.function {
      case "_[_]": return element(call)
      case "int", "double", "string": return conversion(call)
      case "size": return size(call)
      default: return arithmetic(call, expression.type)
      }
    default: return nil
    }
  }

  static func conditional(
    _ condition: RowTest, _ yes: RowValue, _ no: RowValue
  ) -> RowValue {
    RowValue { row in
      switch condition(row) {
      case .yes: yes(row)
      case .no: no(row)
      case .undecided: .undecided
      }
    }
  }

  // MARK: Parts that aren't compiled

  /// All conditions, those that can't be compiled by the general evaluator; nil if that is all of them.
  private func tests(_ expressions: [CheckedExpression]) -> [RowTest]? {
    let compiled = expressions.map { test($0) }
    guard compiled.contains(where: { $0 != nil }) else { return nil }
    var tests: [RowTest] = []
    for (index, test) in compiled.enumerated() {
      guard let test = test ?? general(expressions[index])?.test else { return nil }
      tests.append(test)
    }
    return tests
  }

  /// All values, as `tests` does. Constants alone are no gain, unless choosing between them is.
  func operands(_ expressions: [CheckedExpression], orConstants: Bool = false) -> [Operand]? {
    operands(expressions, compiled: expressions.map { value($0) }, orConstants: orConstants)
  }

  /// All values, of which some are compiled already.
  func operands(
    _ expressions: [CheckedExpression], compiled: [Operand?], orConstants: Bool = false
  ) -> [Operand]? {
    guard compiled.contains(where: { $0 != nil && (orConstants || $0?.constant == nil) }) else { return nil }
    var operands: [Operand] = []
    for (index, operand) in compiled.enumerated() {
      guard let operand = operand ?? general(expressions[index]) else { return nil }
      operands.append(operand)
    }
    return operands
  }

  /// A part that the general evaluator computes.
  private func general(_ expression: CheckedExpression) -> Operand? {
    guard expression.isClosed, let program = try? environment.compile(expression) else { return nil }
    let scope = scope
    return .computed { row in
      let activation = RowActivation(scope: scope, batch: row.batch, row: row.index)
      guard let value = try? program.evaluate(activation) else { return .undecided }
      return Cell(value) ?? value.text.map { row.batch.copyText($0) } ?? .undecided
    }
  }

  /// The value of an expression that reads no record, if a cell can hold it.
  func constant(_ expression: CheckedExpression) -> Cell? {
    guard expression.isConstant, let program = try? environment.compile(expression),
      let value = try? program.evaluate(ParamsActivation(params: scope.params))
    else { return nil }
    return Cell(value) ?? value.text.map(texts.cell)
  }
}

/// The variables of an expression that reads only params.
private struct ParamsActivation: Activation {
  let params: [String: String]

  func value(at slot: Int) throws(EvaluationError) -> Value {
    throw EvaluationError(.unboundVariable, "only params are known when the plan is built")
  }

  func value(at slot: Int, field: String) throws(EvaluationError) -> Value? {
    guard slot == RecordScope.Variable.params.rawValue else { return try value(at: slot) }
    return params[field].map { .string($0) }
  }
}

extension Cell {
  /// A value that needs no memory; nil for texts and for what no cell can hold.
  init?(_ value: Value) {
    switch value {
    case .null: self = .null
    case .bool(let value): self.init(value)
    case .int(let value): self.init(value)
    case .double(let value): self.init(value)
    case .timestamp(let value):
      self.init(seconds: value.secondsSinceEpoch, nanoseconds: UInt32(value.nanoseconds))
    default: return nil
    }
  }
}

extension Value {
  /// The text of a string.
  fileprivate var text: String? {
    if case .string(let text) = self { text } else { nil }
  }
}
