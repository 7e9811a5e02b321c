internal import CEL
internal import Resilience

/// An expression over records, compiled twice: for the cells of a row, and for the general evaluator, which takes over
/// wherever the first can't tell and says what is wrong with a record.
final class RecordProgram: Sendable {
  /// Its text as written.
  let text: String
  let checked: CheckedExpression
  let scope: RecordScope
  /// The condition over cells; always undecided if compiling it wasn't worth it.
  let rowTest: RowTest
  /// The value over cells, likewise.
  let rowValue: RowValue
  /// What its values make.
  let result: ResultType
  private let general: Program
  private let texts = ConstantTexts()

  init(_ text: String, _ scope: RecordScope) throws(CompileError) {
    self.text = text
    self.scope = scope
    let environment = scope.environment
    checked = try environment.check(text)
    general = try environment.compile(checked)
    result = ResultType(checked, scope.schema)
    let compiler = RowCompiler(scope: scope, environment: environment, texts: texts)
    rowTest = compiler.test(checked) ?? RowTest { _ in .undecided }
    rowValue = compiler.output(checked, as: result.type) ?? RowValue { _ in .undecided }
  }

  /// The value for a row, computed by the general evaluator.
  func value(for row: Int, in batch: Batch) throws(Failure) -> Value {
    let activation = RowActivation(scope: scope, batch: batch, row: row)
    do throws(EvaluationError) {
      return try general.evaluate(activation)
    } catch {
      throw Failure(error, of: self, activation)
    }
  }

  /// Whether a condition holds for a row, computed by the general evaluator.
  @inline(never)
  func test(_ row: Int, in batch: Batch) throws(Failure) -> Bool {
    let value = try value(for: row, in: batch)
    if case .bool(let result) = value { return result }
    throw Failure(
      "ExpressionError", .permanent,
      "the condition `\(text.shortened)` must be true or false, it is a value of type \(value.typeName)")
  }

  /// The cell for a row, computed by the general evaluator.
  @inline(never)
  func cell(for row: Int, in batch: Batch) throws(Failure) -> Cell {
    let value = try value(for: row, in: batch)
    do throws(EvaluationError) {
      return try batch.cell(value, as: result.type)
    } catch {
      throw Failure("ExpressionError", .permanent, "`\(text.shortened)`: \(error.message)")
    }
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
