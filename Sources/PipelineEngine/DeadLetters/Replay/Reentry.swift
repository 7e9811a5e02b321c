import PipelineModel
import Resilience

/// A place of the plan at which dead letters enter again, and how their bodies become records there.
struct Reentry: Sendable {
  /// The stage's index; -1 decodes the original anew, the number of stages goes straight to the sinks.
  let stage: Int
  /// The stage's name, for messages.
  let name: String
  /// The columns of records there.
  let schema: Schema

  /// Finds a stage by name.
  ///
  /// - Throws: `.refused` when the plan has no such stage.
  init(_ name: String, in plan: Plan) throws(EngineProblem) {
    self.name = name
    switch name {
    case "source": (stage, schema) = (-1, plan.source?.schema ?? Schema(columns: []))
    case "sinks": (stage, schema) = (plan.stages.count, plan.finalSchema)
    default:
      guard let index = plan.stages.firstIndex(where: { $0.name == name }) else {
        let names = (["source"] + plan.stages.map(\.name) + ["sinks"]).map { "`\($0)`" }
        throw EngineProblem(
          .refused,
          "the plan has no stage `\(name)` for dead letters to enter at; it has \(names.joined(separator: ", "))",
          help: "name the stage that does its work now with `--from-stage`, or decode the originals anew with"
            + " `--from-stage source`")
      }
      (stage, schema) = (index, plan.stages[index].input)
    }
  }

  /// Fills a row with the members of an entry's body, typed as the stage's columns are.
  ///
  /// - Throws: what doesn't fit, as a failure of the record.
  func fill(_ row: UnsafeMutablePointer<Cell>, _ body: [UInt8], in batch: Batch) throws(Failure) {
    let copy = body.withUnsafeBufferPointer { batch.copyText($0, tag: .json) }
    guard JSONText.isObject(body), var cursor = JSONCursor(copy.text) else {
      throw failure("the body is not a JSON object", nil)
    }
    var rest: [UInt8] = []
    while let item = cursor.next() {
      guard let name = item.name?.string else { continue }
      guard let column = schema[name] else {
        guard schema.restSlot != nil else {
          throw failure(
            "the body has the field `\(name)`, which the records at `\(self.name)` don't have", name)
        }
        if !rest.isEmpty { rest.append(UInt8(ascii: ",")) }
        rest += JSONWriter.string(name) + [UInt8(ascii: ":")] + item.value.json
        continue
      }
      row[column.slot] = try cell(item.value, column, in: batch)
    }
    if let slot = schema.restSlot, !rest.isEmpty {
      row[slot] = rest.withUnsafeBufferPointer { batch.copyText($0, tag: .members) }
    }
    for column in schema.columns where row[column.slot].tag == .missing {
      if column.type != .dynamic, !column.isNullable {
        throw failure(
          "the body lacks the field `\(column.name)`, which records at `\(name)` have", column.name)
      }
    }
  }

  private func cell(_ element: JSONElement, _ column: Column, in batch: Batch) throws(Failure) -> Cell {
    if element.kind == .null { return .null }
    let isText = element.isText
    let cell = element.cell(in: batch)
    let typed: Cell?
    switch column.type {
    case .dynamic: typed = cell
    case .string: typed = isText ? cell : batch.copyText(element.text)
    case .boolean: typed = element.kind == .yes || element.kind == .no ? cell : nil
    case .integer:
      let number = isText ? nil : Cell(number: element.text)
      typed = number?.tag == .integer ? number : nil
    case .double:
      let isNumber = element.kind == .integer || element.kind == .number
      typed = isNumber ? NumberParser.double(element.text).map { Cell($0) } : nil
    case .timestamp: typed = isText ? (try? RFC3339.timestamp(cell.text)).map { Cell($0) } : nil
    case .date: typed = isText ? (try? RFC3339.date(cell.text)).map { Cell(days: $0.daysSince1970) } : nil
    }
    if let typed { return typed }
    throw failure("`\(column.name)` of the body is no \(column.type.rawValue)", column.name)
  }

  private func failure(_ message: String, _ field: String?) -> Failure {
    Failure("ReplayError", .permanent, message, field: field)
  }
}
