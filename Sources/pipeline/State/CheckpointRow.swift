import ConfigSpec
import PipelineEngine

/// One operation in a list: its checkpoint, or why there is none that can be used.
struct CheckpointRow {
  let operation: String
  let found: Result<Checkpoint?, EngineProblem>
  /// Whether a run is at work on it.
  let isInUse: Bool

  init(_ directory: OperationDirectory) {
    operation = directory.operation
    isInUse = directory.isInUse
    found = Result { () throws(EngineProblem) in
      if case .valid(let checkpoint, _) = try directory.checkpoints.inspect() { checkpoint } else { nil }
    }
  }

  static func table(_ rows: [CheckpointRow]) -> TextTable {
    var table = TextTable([
      .init(title: "operation"), .init(title: "status"), .init(title: "records", isNumber: true),
      .init(title: "dead-lettered", isNumber: true), .init(title: "checkpoint", isNumber: true),
      .init(title: "written"), .init(title: "input"),
    ])
    for row in rows { table.add(row.cells) }
    return table
  }

  var json: JSONValue {
    switch found {
    case .success(let checkpoint?):
      .object([
        ("operation_id", .string(operation)), ("status", .string(checkpoint.status.rawValue)),
        ("in_use", .bool(isInUse)), ("last_row", .int(Int(checkpoint.lastRow))),
        ("dead_letters", .int(Int(checkpoint.counts.deadLettered))),
        ("epoch", .int(Int(checkpoint.epoch))), ("timestamp", .string(checkpoint.timestamp)),
        ("source_file", checkpoint.sourceFile.map { .string($0) } ?? .null),
      ])
    case .success(nil): .object([("operation_id", .string(operation)), ("status", .string("none"))])
    case .failure(let problem):
      .object([
        ("operation_id", .string(operation)), ("status", .string("damaged")),
        ("error", .string(problem.message)),
      ])
    }
  }

  /// The files that the operation has written.
  var outputs: [String] {
    guard case .success(let checkpoint?) = found else { return [] }
    return checkpoint.sinks.compactMap(\.path)
  }

  private var cells: [TextTable.Cell] {
    switch found {
    case .success(let checkpoint?):
      [
        .init(operation, .bold), status(checkpoint.status), .init(Amounts.count(checkpoint.lastRow)),
        .init(Amounts.count(checkpoint.counts.deadLettered)), .init(Amounts.count(checkpoint.epoch)),
        .init(checkpoint.timestamp), .init(checkpoint.sourceFile.map(PathDisplay.current.text) ?? ""),
      ]
    case .success(nil): [.init(operation, .bold), .init("no checkpoint", .dim), "", "", "", "", ""]
    case .failure(let problem):
      [.init(operation, .bold), .init("damaged", .red), "", "", "", "", .init(problem.message)]
    }
  }

  /// A checkpoint that says `running` may be one whose run is no more: nobody could change it.
  private func status(_ status: Checkpoint.Status) -> TextTable.Cell {
    switch status {
    case .running: isInUse ? .init("running", .cyan) : .init("cut off", .yellow)
    case .stopped: isInUse ? .init("running", .cyan) : .init("stopped", .yellow)
    case .completed: isInUse ? .init("running", .cyan) : .init("completed", .green)
    case .replaying: isInUse ? .init("replaying", .cyan) : .init("replay cut off", .yellow)
    }
  }
}
