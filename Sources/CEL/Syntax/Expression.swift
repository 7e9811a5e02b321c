/// A parsed expression: what was written, with macros already replaced by what they stand for.
struct Expression: Sendable {
  let kind: Kind
  let span: SourceSpan

  /// How many levels of expressions are below, counting this one. The parser bounds it, so that everything that
  /// walks the tree may recurse.
  let height: Int

  indirect enum Kind: Sendable {
    case literal(Value)
    /// With a leading `.` if the name is absolute.
    case identifier(String)
    case select(Expression, field: Name, SelectMode)
    /// A function, or a method if it has a target.
    case call(Name, target: Expression?, [Expression])
    case and([Expression])
    case or([Expression])
    case conditional(Expression, Expression, Expression)
    case list([Element])
    case map([Entry])
    case message(String, [Expression])
    case comprehension(Comprehension)
    /// A name for a value within a body.
    case bind(Name, Expression, body: Expression)
  }

  struct Name: Sendable {
    let text: String
    let span: SourceSpan
  }

  enum SelectMode: Sendable {
    case value
    /// `has(x.y)`
    case presence
    /// `x.?y`
    case optional
  }

  struct Element: Sendable {
    let value: Expression
    let isOptional: Bool
  }

  struct Entry: Sendable {
    let key: Expression
    let value: Expression
    let isOptional: Bool
  }

  /// A loop over the elements of a list or the entries of a map.
  struct Comprehension: Sendable {
    let kind: ComprehensionKind
    let range: Expression
    /// One name: the element or key. Two: index and element, or key and value.
    let variables: [Name]
    /// Only elements for which it holds take part.
    let filter: Expression?
    /// The predicate, or what to collect.
    let body: Expression
  }

  init(_ kind: Kind, _ span: SourceSpan) {
    self.kind = kind
    self.span = span
    height = 1 + kind.children.reduce(0) { max($0, $1.height) }
  }
}

/// What a comprehension makes of the values of its body.
public enum ComprehensionKind: Sendable {
  /// Whether the body is true for all elements.
  case all
  /// Whether the body is true for some element.
  case exists
  /// Whether the body is true for exactly one element.
  case existsOne
  /// The elements for which the body is true.
  case filter
  /// A list of the body's values.
  case list
  /// A map from the same keys to the body's values.
  case map
  /// A map of the entries of the body's values, which are maps themselves.
  case mapEntries
}

extension Expression.Kind {
  var children: [Expression] {
    switch self {
    case .literal, .identifier: []
    case .select(let operand, _, _): [operand]
    case .call(_, let target, let arguments): target.map { [$0] + arguments } ?? arguments
    case .and(let terms), .or(let terms), .message(_, let terms): terms
    case .conditional(let condition, let yes, let no): [condition, yes, no]
    case .list(let elements): elements.map(\.value)
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .comprehension(let loop): [loop.range, loop.body] + (loop.filter.map { [$0] } ?? [])
    case .bind(_, let value, let body): [value, body]
    }
  }
}

extension Expression {
  /// The name of an identifier without dots.
  var simpleName: Name? {
    guard case .identifier(let name) = kind, !name.hasPrefix(".") else { return nil }
    return Name(text: name, span: span)
  }

  /// The dotted name that a chain of selections spells, such as `a.b.c`.
  var qualifiedName: String? {
    switch kind {
    case .identifier(let name): return name
    case .select(let operand, let field, .value):
      return operand.qualifiedName.map { "\($0).\(field.text)" }
    default: return nil
    }
  }
}
