import CEL
import PipelineTesting
import Testing

@testable import PipelineModel

/// What is compiled for the cells of a row must say what the general evaluator says, for every row.
struct CompiledExpressionTests {
  let schema: Schema
  let batch: Batch

  init() {
    let columns: [(String, ColumnType, Bool)] = [
      ("i", .integer, false), ("x", .double, false), ("s", .string, false), ("b", .boolean, false),
      ("t", .timestamp, false), ("day", .date, false), ("ni", .integer, true), ("nx", .double, true),
      ("ns", .string, true), ("d1", .dynamic, true), ("d2", .dynamic, true),
    ]
    schema = Schema(
      columns: columns.enumerated().map { Column(name: $1.0, slot: $0, type: $1.1, isNullable: $1.2) },
      isOpen: true, restSlot: columns.count)
    batch = Batch(
      sequence: 0, width: columns.count + 1, text: TextBuffer(capacity: 0), textOffset: 0, capacity: 64)
    var random = SeededRandom(seed: 7)
    for row in 0..<64 {
      let cells = batch.appendRow(RowOrigin(offset: Int64(row), line: Int64(row), length: 1))
      for (slot, column) in columns.enumerated() {
        var choices = Self.values(column.1)
        if column.2 { choices.append(.null) }
        cells[slot] = choices[Int.random(in: 0..<choices.count, using: &random)].cell(in: batch)
      }
      let rests = [#""other":"a""#, #""other":3,"x":1"#, #""more":null"#, #""other":null"#]
      let index = Int.random(in: 0..<rests.count + 1, using: &random)
      cells[columns.count] = index < rests.count ? batch.copyText(rests[index], tag: .members) : .missing
    }
  }

  /// Usual and unusual cells of a column, some of a kind that the column's type doesn't promise.
  private static func values(_ type: ColumnType) -> [TestValue] {
    switch type {
    case .integer:
      [
        .integer(0), .integer(1), .integer(-7), .integer(.max), .integer(.min),
        .integer(9_007_199_254_740_993),
        .number("2"), .number("2.5"), .integer(3), .string("x"),
      ]
    case .double:
      [
        .double(0), .double(-0.0), .double(2.5), .double(.nan), .double(.infinity), .double(1e18),
        .double(1e-7),
        .double(9_007_199_254_740_992), .number("3"), .number("1e400"), .integer(3), .double(123_456.75),
      ]
    case .string:
      [
        .string(""), .string("a"), .string("abc"), .string("abcdefgh"), .string("abcdefghij"), .string("é"),
        .string("42"), .string("1.5"), .string("a b"), .number("1"),
      ]
    case .boolean: [.boolean(true), .boolean(false), .string("true")]
    case .timestamp: [.timestamp(0), .timestamp(1_704_067_200), .timestamp(-5)]
    case .date: [.date(0), .date(19_723), .date(-1)]
    case .dynamic:
      [
        .missing, .null, .boolean(true), .boolean(false), .number("1"), .number("2.5"), .number("-0"),
        .number("9223372036854775808"), .number("1e400"), .string("a"), .string(""), .string("abcdefgh"),
        .json(#"{"x": 1, "y": [1, 2.5], "z": "a\n"}"#), .json(#"{"x": null, "y": {}, "z": 3, "z": "é"}"#),
        .json("[1, [2]]"), .json("[]"), .json("{}"),
      ]
    }
  }

  @Test func saysTheSameAsTheGeneralEvaluatorForEveryRow() {
    var generator = ExpressionGenerator(random: SeededRandom(seed: 2026))
    let scope = RecordScope(
      schema, [("p", "abc")], RecordIdentity(operation: "test", files: ["in.jsonl"]))
    var compiled = 0
    var decided = 0
    var evaluated = 0
    for round in 0..<1500 {
      let isCondition = round % 2 == 0
      let text = isCondition ? generator.condition(1 + round % 4) : generator.any(1 + round % 4)
      guard let program = try? RecordProgram(text, scope) else { continue }
      compiled += 1
      for row in 0..<batch.rowCount {
        evaluated += 1
        if isCondition {
          let expected = outcome { () throws(Failure) in try program.test(row, in: batch) ? "true" : "false" }
          let found = program.rowTest(Row(row, of: batch))
          if found != .undecided {
            decided += 1
            #expect((found == .yes ? "true" : "false") == expected, "\(text), row \(row)")
          }
        } else {
          let expected = outcome { () throws(Failure) in
            comparable(try program.cell(for: row, in: batch))
          }
          let found = program.rowValue(Row(row, of: batch))
          if found.tag != .undecided {
            decided += 1
            #expect(comparable(found) == expected, "\(text), row \(row)")
          }
        }
      }
    }
    #expect(compiled > 1000)
    #expect(decided > evaluated / 3)
  }

  @Test func sortsABatchAsItSortsRowByRow() {
    let scope = RecordScope(schema, [], RecordIdentity(operation: "test", files: []))
    guard let program = try? RecordProgram("nx > 1.0 || s.lowerAscii() == 'abc'", scope) else {
      Issue.record("the expression is right")
      return
    }
    let predicate = RowPredicate(program)
    var expected: [String] = []
    for row in 0..<batch.rowCount {
      expected.append(outcome { () throws(Failure) in "\(try predicate.holds(for: row, in: batch))" })
    }
    var found = [String](repeating: "", count: batch.rowCount)
    let rows = (0..<UInt32(batch.rowCount)).map { $0 }
    let chosen = rows.withUnsafeBufferPointer { rows in
      predicate.select(rows, in: batch) { found[$0] = $1 == nil ? "false" : "error" }
    }
    for row in chosen { found[Int(row)] = "true" }
    #expect(found == expected)
    #expect(Set(expected) == ["true", "false", "error"])
  }

  private func outcome(_ body: () throws(Failure) -> String) -> String {
    do throws(Failure) { return try body() } catch { return "error" }
  }

  /// What a cell means: numbers and JSON may be written in more than one way.
  private func comparable(_ cell: Cell) -> String {
    guard let value = cell.meaning else { return "missing" }
    return value
  }
}

extension Cell {
  fileprivate var meaning: String? {
    switch tag {
    case .number: return Cell(number: text).described
    // The sign of a NaN is the processor's business, and is never written.
    case .double where double.isNaN: return "nan"
    case .json:
      var json: [UInt8] = []
      guard (try? json.appendJSON(Value(json: text))) != nil else { return nil }
      return String(decoding: json, as: UTF8.self)
    default: return described
    }
  }
}
