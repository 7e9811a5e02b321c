import ConfigSpec
import PipelineModel

/// A batch with a schema, and expressions compiled against it.
struct ExpressionFixture {
  var schema: Schema
  let batch: Batch
  var params: [(name: String, value: String)] = [("limit", "5")]

  /// One row of these columns.
  init(_ columns: [(name: String, type: ColumnType, isNullable: Bool, value: TestValue)], rest: String? = nil)
  {
    schema = Schema(
      columns: columns.enumerated().map {
        Column(name: $1.name, slot: $0, type: $1.type, isNullable: $1.isNullable)
      }, isOpen: rest != nil, restSlot: rest == nil ? nil : columns.count)
    batch = Batch(
      sequence: 0, width: columns.count + 1, text: TextBuffer(capacity: 0), textOffset: 0, capacity: 1)
    let cells = batch.appendRow(RowOrigin(offset: 120, line: 7, length: 10))
    for (slot, column) in columns.enumerated() { cells[slot] = column.value.cell(in: batch) }
    cells[columns.count] = rest.map { batch.copyText($0, tag: .members) } ?? .missing
    batch.selectLiveRows()
  }

  /// A record of laboratory results, with all types of columns.
  static var laboratory: ExpressionFixture {
    ExpressionFixture([
      ("subject_id", .integer, false, .integer(10006)), ("los", .double, false, .double(4.5)),
      ("flag", .string, false, .string("abnormal")), ("valuenum", .double, true, .null),
      ("valueuom", .string, false, .string("mg/dL")), ("alive", .boolean, false, .boolean(true)),
      ("charttime", .timestamp, false, .timestamp(1_700_000_000)), ("born", .date, false, .date(19_000)),
      ("any name", .string, false, .string("odd")), ("meta", .string, false, .string("column")),
      ("type", .string, false, .string("A")),
    ])
  }

  /// A line of JSON: `{"id": 7, "price": 1.5, "name": "é", "none": null, "tags": ["a", {"b": 2}], "more": 3}`
  /// where `absent` is a column without a value and `more` has no column.
  static var json: ExpressionFixture {
    ExpressionFixture(
      [
        ("id", .dynamic, true, .number("7")), ("price", .dynamic, true, .number("1.5")),
        ("name", .dynamic, true, .string("é")), ("none", .dynamic, true, .null),
        ("tags", .dynamic, true, .json(#"["a", {"b": 2, "b": 3}]"#)),
        ("absent", .dynamic, true, .missing),
      ], rest: #""more":3,"m\u00f6re":"x""#)
  }

  var compiler: ExpressionCompiler {
    ExpressionCompiler(params: params, identity: RecordIdentity(operation: "test", files: ["in.csv"]))
  }

  /// The value of an expression, or the failure or the diagnostics in words.
  func value(_ text: String) -> String {
    var diagnostics = Diagnostics()
    guard let expression = compiler.expression(ExpressionSource(text), schema, &diagnostics) else {
      return Self.describe(diagnostics)
    }
    do throws(Failure) {
      return try expression.value(for: 0, in: batch).described
    } catch {
      return "\(error.type): \(error.message)"
    }
  }

  /// Whether a condition holds, or the failure or the diagnostics in words.
  func test(_ text: String) -> String {
    var diagnostics = Diagnostics()
    guard let predicate = compiler.predicate(ExpressionSource(text), schema, &diagnostics) else {
      return Self.describe(diagnostics)
    }
    do throws(Failure) {
      return try predicate.holds(for: 0, in: batch) ? "true" : "false"
    } catch {
      return "\(error.type): \(error.message)"
    }
  }

  /// The type and nullability of what an expression yields.
  func type(_ text: String) -> String {
    var diagnostics = Diagnostics()
    guard let expression = compiler.expression(ExpressionSource(text), schema, &diagnostics) else {
      return Self.describe(diagnostics)
    }
    return expression.type.rawValue + (expression.isNullable ? "?" : "")
  }

  private static func describe(_ diagnostics: Diagnostics) -> String {
    diagnostics.sorted.map { $0.message + ($0.help.map { "; \($0)" } ?? "") }.joined(separator: "\n")
  }
}

/// What a test puts in a cell.
enum TestValue: Sendable {
  case missing
  case null
  case boolean(Bool)
  case integer(Int64)
  case double(Double)
  case string(String)
  case timestamp(Int64)
  case date(Int64)
  case number(String)
  case json(String)

  func cell(in batch: Batch) -> Cell {
    switch self {
    case .missing: .missing
    case .null: .null
    case .boolean(let value): Cell(value)
    case .integer(let value): Cell(value)
    case .double(let value): Cell(value)
    case .string(let value): batch.copyText(value)
    case .timestamp(let seconds): Cell(seconds: seconds, nanoseconds: 0)
    case .date(let days): Cell(days: days)
    case .number(let value): batch.copyText(value, tag: .number)
    case .json(let value): batch.copyText(value, tag: .json)
    }
  }
}

extension Cell {
  /// The kind and the value, as tests expect them.
  var described: String {
    let text = tag.isText ? String(decoding: text, as: UTF8.self) : ""
    return switch tag {
    case .missing: "missing"
    case .null: "null"
    case .no: "false"
    case .yes: "true"
    case .integer: "\(integer)"
    case .double: "\(double)"
    case .timestamp: "timestamp \(integer).\(length)"
    case .date: "date \(integer)"
    case .string: "'\(text)'"
    case .number: "number \(text)"
    default: "json \(text)"
    }
  }
}
