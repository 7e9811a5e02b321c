internal import CEL

/// Reads what an expression asks for from a row, and nothing else.
struct RowActivation: Activation {
  let scope: RecordScope
  let batch: Batch
  // With three words the activation needs no memory of its own as an existential.
  private let row: Int

  init(scope: RecordScope, batch: Batch, row: Int) {
    self.scope = scope
    self.batch = batch
    self.row = row
  }

  /// The whole of `record`, `meta` or `params`.
  func value(at slot: Int) throws(EvaluationError) -> Value {
    switch RecordScope.Variable(rawValue: slot) {
    case .record: return try record()
    case .meta:
      var fields: [String: Value] = [:]
      for name in RecordScope.meta.fields.keys { fields[name] = meta(name) }
      return .map(MapValue(fields))
    case .params: return .map(MapValue(scope.params.mapValues { .string($0) }))
    case nil: throw EvaluationError(.unboundVariable, "there is no such variable")
    }
  }

  /// One field, nil if the record doesn't have it.
  func value(at slot: Int, field: String) throws(EvaluationError) -> Value? {
    switch RecordScope.Variable(rawValue: slot) {
    case .record: return self.field(field)
    case .meta: return meta(field)
    case .params: return scope.params[field].map { .string($0) }
    case nil: throw EvaluationError(.unboundVariable, "there is no such variable")
    }
  }

  /// A field of the record, nil if it doesn't have it.
  func field(_ name: String) -> Value? {
    if let column = scope.schema[name] {
      let cell = batch.row(row)[column.slot]
      if cell.tag != .missing || !scope.schema.mayBeMember(name) { return Value(cell, of: column.type) }
    }
    guard let slot = scope.schema.restSlot else { return nil }
    var name = name
    return name.withUTF8 { batch.row(row)[slot].member($0) }.map { Value($0) }
  }

  private func record() throws(EvaluationError) -> Value {
    let cells = batch.row(row)
    var entries: [(key: Value, value: Value)] = []
    entries.reserveCapacity(scope.schema.columns.count)
    for column in scope.schema.columns {
      if let value = Value(cells[column.slot], of: column.type) {
        entries.append((.string(column.name), value))
      }
    }
    if let slot = scope.schema.restSlot, cells[slot].tag == .members {
      var cursor = JSONCursor(members: cells[slot].text)
      while let item = cursor?.next() {
        guard let name = item.name?.string else { continue }
        // A stage has put a column in the member's place.
        if let column = scope.schema[name], cells[column.slot].tag != .missing { continue }
        entries.append((.string(name), Value(item.value)))
      }
    }
    return .map(try MapValue(entries))
  }

  private func meta(_ field: String) -> Value? {
    let origin = batch.origin(row)
    let identity = batch.identity ?? scope.identity
    switch field {
    case "id": return .string(identity.messageID(file: batch.file, offset: origin.offset))
    case "trace_id": return .string(identity.traceID(file: batch.file, offset: origin.offset))
    case "source": return .string(identity.path(batch.file) ?? "")
    case "line": return .int(origin.line)
    case "fallback": return .list((batch.fallbacks[row] ?? []).map { .string($0) })
    case "received_at": return Value(Cell(batch.receivedAt), of: .timestamp)
    default: return nil
    }
  }
}

extension Cell {
  /// The value of the last member of this name, if the cell holds members and there is one.
  func member(_ name: UnsafeBufferPointer<UInt8>) -> JSONElement? {
    guard tag == .members, var cursor = JSONCursor(members: text) else { return nil }
    return cursor.member(name)
  }
}
