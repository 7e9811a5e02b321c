import ConfigSpec
import PipelineModel
import Resilience

/// A condition over a dead letter, such as `error_type == "HTTPError" && message_body.amount > 5`.
///
/// Its names are those of the entry's JSON, with the source's position as `file`, `line` and `offset`.
struct EntryCondition: Sendable {
  private let predicate: RowPredicate

  /// Compiles the condition.
  ///
  /// - Throws: `.refused` with what is wrong with it.
  init(_ text: String) throws(EngineProblem) {
    let compiler = ExpressionCompiler(params: [], identity: RecordIdentity(operation: "", files: []))
    predicate = try compile(text, "--where") { source, diagnostics in
      compiler.predicate(source, Self.schema, &diagnostics)
    }
  }

  /// Whether it holds.
  ///
  /// - Throws: `.refused` when it can't be evaluated on this entry.
  func holds(for letter: DeadLetter) throws(EngineProblem) -> Bool {
    let batch = Batch(
      sequence: 0, width: Self.columns.count, text: TextBuffer(capacity: 0), textOffset: 0, capacity: 1)
    let row = batch.appendRow(RowOrigin(offset: letter.offset ?? 0, line: letter.line ?? 0, length: 0))
    for (slot, column) in Self.columns.enumerated() { row[slot] = column.value(letter, batch) }
    do throws(Failure) { return try predicate.holds(for: 0, in: batch) } catch {
      throw EngineProblem(
        .refused, "`--where` can't be evaluated on \(letter.messageID): \(error.message)",
        help: "test what not every entry has with `has(message_body.field)`")
    }
  }

  private struct EntryColumn: Sendable {
    var name: String
    var type: ColumnType = .string
    var isNullable = false
    var value: @Sendable (DeadLetter, Batch) -> Cell
  }

  private static let columns: [EntryColumn] = [
    text("message_id") { $0.messageID }, text("operation") { $0.operation }, text("run_id") { $0.runID },
    text("stage") { $0.stage }, text("class") { $0.failureClass.name }, text("severity") { $0.severity.name },
    text("error_type") { $0.errorType }, text("error_message") { $0.errorMessage },
    optionalText("field") { $0.field }, text("fingerprint") { $0.fingerprint },
    optionalText("file") { $0.file },
    EntryColumn(name: "line", type: .integer, isNullable: true) { letter, _ in
      letter.line.map { Cell($0) } ?? .null
    },
    EntryColumn(name: "offset", type: .integer, isNullable: true) { letter, _ in
      letter.offset.map { Cell($0) } ?? .null
    },
    text("original") { String(decoding: $0.original, as: UTF8.self) },
    EntryColumn(name: "message_body", type: .dynamic, isNullable: true) { letter, batch in
      if letter.body.isEmpty { return .null }
      return letter.body.withUnsafeBufferPointer { batch.copyText($0, tag: .json) }
    },
    time("received_at") { $0.receivedAt }, time("failed_at") { $0.failedAt },
    EntryColumn(name: "retry_count", type: .integer) { letter, _ in Cell(Int64(letter.retryCount)) },
    text("trace_id") { $0.traceID }, text("plan_digest") { $0.planDigest },
    EntryColumn(name: "sequence", type: .integer) { letter, _ in Cell(letter.sequence) },
  ]

  private static let schema = Schema(
    columns: columns.enumerated().map {
      Column(name: $1.name, slot: $0, type: $1.type, isNullable: $1.isNullable)
    })

  private static func text(_ name: String, _ value: @escaping @Sendable (DeadLetter) -> String) -> EntryColumn
  {
    EntryColumn(name: name) { $1.copyText(value($0)) }
  }

  private static func optionalText(
    _ name: String, _ value: @escaping @Sendable (DeadLetter) -> String?
  ) -> EntryColumn {
    EntryColumn(name: name, isNullable: true) { letter, batch in
      value(letter).map { batch.copyText($0) } ?? .null
    }
  }

  private static func time(_ name: String, _ value: @escaping @Sendable (DeadLetter) -> String) -> EntryColumn
  {
    EntryColumn(name: name, type: .timestamp, isNullable: true) { letter, _ in
      var text = value(letter)
      return text.withUTF8 { bytes in (try? RFC3339.timestamp(bytes)).map { Cell($0) } ?? .null }
    }
  }
}

/// Compiles an expression of the command line; what is wrong is said as the command's refusal.
func compile<T>(
  _ text: String, _ option: String, _ body: (ExpressionSource, inout Diagnostics) -> T?
) throws(EngineProblem) -> T {
  var diagnostics = Diagnostics()
  if let compiled = body(ExpressionSource(text), &diagnostics) { return compiled }
  let first = diagnostics.sorted.first
  throw EngineProblem(
    .refused, "`\(option) \(text)`: \(first?.message ?? "not an expression")", help: first?.help)
}
