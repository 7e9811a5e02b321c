internal import CEL
internal import Resilience

/// An expression over records: checked, and compiled for single records.
final class RecordProgram: Sendable {
  /// Its text as written.
  let text: String
  let checked: CheckedExpression
  let scope: RecordScope
  private let general: Program

  init(_ text: String, _ scope: RecordScope) throws(CompileError) {
    self.text = text
    self.scope = scope
    let environment = scope.environment
    checked = try environment.check(text)
    general = try environment.compile(checked)
  }

  /// The value for a row, computed by the general evaluator.
  func value(for row: Int, in batch: Batch, attempt: Int) throws(Failure) -> Value {
    let activation = RowActivation(scope: scope, batch: batch, row: row, attempt: attempt)
    do throws(EvaluationError) {
      return try general.evaluate(activation)
    } catch {
      throw Failure(error, of: self, activation)
    }
  }

  /// Whether a condition holds for a row, computed by the general evaluator.
  func test(_ row: Int, in batch: Batch, attempt: Int) throws(Failure) -> Bool {
    let value = try value(for: row, in: batch, attempt: attempt)
    if case .bool(let result) = value { return result }
    throw Failure(
      "ExpressionError", .permanent,
      "the condition `\(text.shortened)` must be true or false, it is a value of type \(value.typeName)")
  }
}

extension Value {
  /// The type as messages write it.
  var typeName: String {
    switch self {
    case .null: "null"
    case .list: "list"
    case .map: "map"
    default: type.description
    }
  }
}
