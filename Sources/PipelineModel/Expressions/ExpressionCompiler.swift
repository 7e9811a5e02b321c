internal import CEL
public import ConfigSpec

/// Compiles the expressions of a pipeline file against the columns at their place.
///
/// | name | what it is |
/// |---|---|
/// | `los`, `record.los`, `record["any name"]` | a field; unknown ones of JSON Lines are looked up in each record |
/// | `record` | the whole record, as a map |
/// | `meta.id`, `.source`, `.line`, `.trace_id`, `.received_at` | where the record came from |
/// | `meta.fallback` | the stages whose fallback took the place of an answer, in order; empty for most records |
/// | `params.x` | a param of the pipeline, always text |
///
/// `record`, `meta` and `params` win over columns of the same name, columns win over the names of types. A `date` is
/// a timestamp at midnight UTC; an expression that is just a column keeps its cells as they are, dates included.
public struct ExpressionCompiler: Sendable {
  /// Values of `params.x`, by name, in the order of the file.
  public let params: [(name: String, value: String)]
  /// Names operation and input files, for `meta.id` and `meta.source`.
  public let identity: RecordIdentity

  /// A compiler that knows these params.
  public init(params: [(name: String, value: String)], identity: RecordIdentity) {
    self.params = params
    self.identity = identity
  }

  /// Compiles a condition; reports what is wrong with it, and then returns nil.
  public func predicate(
    _ source: ExpressionSource, _ schema: Schema, _ diagnostics: inout Diagnostics
  ) -> RowPredicate? {
    let scope = RecordScope(schema, params, identity)
    guard let expression = compile(source, scope, &diagnostics) else { return nil }
    guard expression.checked.type.mayBeCondition else {
      diagnostics.error(
        "a condition must be true or false, this is a value of type `\(expression.checked.type)`",
        at: source.span(of: 0..<source.text.utf8.count) ?? source.span,
        help: expression.checked.type.conditionHelp)
      return nil
    }
    return RowPredicate(expression)
  }

  /// Compiles a computed value; reports what is wrong with it, and then returns nil.
  public func expression(
    _ source: ExpressionSource, _ schema: Schema, _ diagnostics: inout Diagnostics
  ) -> RowExpression? {
    let scope = RecordScope(schema, params, identity)
    guard let expression = compile(source, scope, &diagnostics) else { return nil }
    return RowExpression(expression)
  }

  private func compile(
    _ source: ExpressionSource, _ scope: RecordScope, _ diagnostics: inout Diagnostics
  ) -> RecordProgram? {
    do throws(CompileError) {
      return try RecordProgram(source.text, scope)
    } catch {
      for problem in error.diagnostics {
        let place = source.span(of: problem.span.start..<problem.span.upperBound)
        diagnostics.error(problem.message, at: place ?? source.span, help: problem.help)
      }
      return nil
    }
  }
}

extension CELType {
  /// Whether a value of the type can be true or false.
  fileprivate var mayBeCondition: Bool {
    switch self {
    case .bool, .dyn, .nullable(.bool): true
    default: false
    }
  }

  /// How to make a condition of a value of the type.
  fileprivate var conditionHelp: String? {
    switch self {
    case .int, .nullable(.int): "compare it, as in `x != 0`"
    case .double, .nullable(.double): "compare it, as in `x != 0.0`"
    case .string, .nullable(.string): "compare it, as in `x != ''`"
    case .list, .map: "ask for its size, as in `x.size() > 0`"
    default: nil
    }
  }
}
