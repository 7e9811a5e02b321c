internal import CEL

extension CheckedExpression {
  /// Whether it is `record`.
  var isRecord: Bool { objectVariable == .record }

  /// The variable it is, if it is one.
  var objectVariable: RecordScope.Variable? {
    if case .variable(let slot) = kind { RecordScope.Variable(rawValue: slot) } else { nil }
  }

  /// Whether it has the same value for every record, because it reads nothing but params.
  var isConstant: Bool {
    switch kind {
    case .constant: true
    case .variable, .local, .failure, .comprehension, .bind: false
    case .select(let operand, _) where operand.objectVariable == .params: true
    default: parts.allSatisfy(\.isConstant)
    }
  }

  /// Whether it reads no variable of a comprehension or binding around it.
  var isClosed: Bool { freeLocals.isEmpty }

  private var freeLocals: Set<Int> {
    var locals = parts.reduce(into: Set<Int>()) { $0.formUnion($1.freeLocals) }
    switch kind {
    case .local(let local): locals.insert(local)
    case .comprehension(let loop): locals.subtract(loop.locals)
    case .bind(let local, _, _): locals.remove(local)
    default: break
    }
    return locals
  }

  /// Calls a closure for every part, the outer ones first.
  func visit(_ body: (CheckedExpression) -> Void) {
    body(self)
    for part in parts { part.visit(body) }
  }

  /// What it is made of.
  private var parts: [CheckedExpression] {
    switch kind {
    case .constant, .variable, .local, .failure: []
    case .select(let operand, _), .presence(let operand, _), .optionalSelect(let operand, _): [operand]
    case .call(let call): call.arguments
    case .and(let terms), .or(let terms): terms
    case .conditional(let condition, let yes, let no): [condition, yes, no]
    case .list(let elements): elements.map(\.value)
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .comprehension(let loop): [loop.range] + (loop.filter.map { [$0] } ?? []) + [loop.body]
    case .bind(_, let value, let body): [value, body]
    }
  }
}
