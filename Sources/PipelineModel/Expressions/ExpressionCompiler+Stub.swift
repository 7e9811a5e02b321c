public import ConfigSpec

extension ExpressionCompiler {
  public func predicate(_ source: ExpressionSource, _ schema: Schema, _ diagnostics: inout Diagnostics)
    -> RowPredicate?
  { nil }
  public func expression(_ source: ExpressionSource, _ schema: Schema, _ diagnostics: inout Diagnostics)
    -> RowExpression?
  { nil }
}
