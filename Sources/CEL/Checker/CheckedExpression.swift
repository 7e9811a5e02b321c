/// An expression whose names are resolved and whose types are known; what the evaluator is built from, and what
/// another evaluator (of columns, of SQL) can be built from.
public struct CheckedExpression: Sendable {
  /// What the expression is.
  public let kind: Kind

  /// The type of its value.
  public internal(set) var type: CELType

  /// Its place in the text.
  public let span: SourceSpan

  /// What an expression can be.
  public indirect enum Kind: Sendable {
    case constant(Value)
    /// A variable of the environment by its slot.
    case variable(slot: Int)
    /// A variable of an enclosing comprehension or binding, by its number within the expression.
    case local(Int)
    /// The value of a field or of a map's key; of an optional operand, an optional value.
    case select(CheckedExpression, field: String)
    /// Whether a field or key is present: `has(x.y)`.
    case presence(CheckedExpression, field: String)
    /// The value of a field or key as an optional value: `x.?y`.
    case optionalSelect(CheckedExpression, field: String)
    case call(Call)
    /// True if all terms are. A false term outweighs failing ones, in any order.
    case and([CheckedExpression])
    /// True if some term is. A true term outweighs failing ones, in any order.
    case or([CheckedExpression])
    case conditional(CheckedExpression, then: CheckedExpression, otherwise: CheckedExpression)
    case list([Element])
    case map([Entry])
    case comprehension(Comprehension)
    /// A local that is evaluated when it is first used.
    case bind(local: Int, CheckedExpression, body: CheckedExpression)
    /// Only without type checking: something that fails when evaluated, such as an unknown name.
    case failure(EvaluationError)
  }

  /// An operator, function or method with its arguments, the receiver first.
  public struct Call: Sendable {
    /// The function's name; operators have the names of the specification, such as `_<_` and `@in`.
    public let function: String
    /// The overloads that fit the types of the arguments: one, unless an argument is `dyn`.
    public let overloads: [Overload]
    /// The arguments.
    public let arguments: [CheckedExpression]
  }

  /// An element of a list.
  public struct Element: Sendable {
    /// The element.
    public let value: CheckedExpression
    /// Whether it is an optional value that is left out when absent.
    public let isOptional: Bool
  }

  /// An entry of a map.
  public struct Entry: Sendable {
    /// The key.
    public let key: CheckedExpression
    /// The value.
    public let value: CheckedExpression
    /// Whether the value is optional and the entry left out when it is absent.
    public let isOptional: Bool
  }

  /// A loop over a list's elements or a map's keys.
  public struct Comprehension: Sendable {
    /// What is made of the body's values.
    public let kind: ComprehensionKind
    /// The list or map.
    public let range: CheckedExpression
    /// One local: the element or key. Two: index and element, or key and value.
    public let locals: [Int]
    /// Only elements for which it holds take part.
    public let filter: CheckedExpression?
    /// The predicate, or what to collect.
    public let body: CheckedExpression
  }

  init(_ kind: Kind, _ type: CELType, _ span: SourceSpan) {
    self.kind = kind
    self.type = type
    self.span = span
  }
}
