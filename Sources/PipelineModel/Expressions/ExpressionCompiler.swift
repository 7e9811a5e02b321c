/// Compiles the expressions of a pipeline file against the columns at their place.
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
}
