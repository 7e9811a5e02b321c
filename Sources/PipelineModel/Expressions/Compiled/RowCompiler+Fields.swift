internal import CEL

/// Fields of the record, of what is nested in it, and of `meta`.
extension RowCompiler {
  func field(_ operand: CheckedExpression, _ name: String) -> Operand? {
    switch operand.objectVariable {
    case .record?:
      if let column = scope.schema[name] { return .column(ColumnReader(column)) }
      return rest(name)
    case .meta?: return name == "line" ? .computed { row in Cell(row.batch.origin(row.index).line) } : nil
    // Params are constants.
    case .params?: return nil
    case nil: return member(operand, name)
    }
  }

  /// `has(x.y)`
  func presence(_ operand: CheckedExpression, _ name: String) -> RowTest? {
    switch operand.objectVariable {
    case .record?:
      if let slot = scope.schema[name]?.slot {
        // What a missing cell means is for the interpreter to find out.
        if scope.schema.mayBeMember(name) {
          return RowTest { row in row.cells[slot].tag == .missing ? .undecided : Truth(true) }
        }
        return RowTest { row in Truth(row.cells[slot].tag != .missing) }
      }
      guard let slot = scope.schema.restSlot else { return nil }
      let text = texts.cell(name)
      return RowTest { row in Truth(row.cells[slot].member(text.text) != nil) }
    case .meta?, .params?: return nil
    case nil:
      guard operand.type == .dyn, let value = value(operand)?.value else { return nil }
      let text = texts.cell(name)
      return RowTest { row in
        guard var cursor = value(row).object else { return .undecided }
        return Truth(cursor.member(text.text) != nil)
      }
    }
  }

  /// `x["name"]` and `x[0]` of nested JSON.
  func element(_ call: CheckedExpression.Call) -> Operand? {
    guard call.function == "_[_]", call.arguments[0].type == .dyn, let index = constant(call.arguments[1])
    else {
      return nil
    }
    switch index.tag {
    case .string: return member(call.arguments[0], index)
    case .integer where index.integer >= 0:
      guard let value = value(call.arguments[0])?.value else { return nil }
      let count = index.integer
      return .computed { row in
        guard var cursor = value(row).array else { return .undecided }
        var left = count
        while let item = cursor.next() {
          if left == 0 { return item.value.read(in: row.batch) }
          left -= 1
        }
        return .undecided
      }
    default: return nil
    }
  }

  /// A field of JSON Lines that has no column.
  private func rest(_ name: String) -> Operand? {
    guard let slot = scope.schema.restSlot else { return nil }
    let text = texts.cell(name)
    return .computed { row in row.cells[slot].member(text.text)?.read(in: row.batch) ?? .undecided }
  }

  private func member(_ operand: CheckedExpression, _ name: String) -> Operand? {
    operand.type == .dyn ? member(operand, texts.cell(name)) : nil
  }

  /// A member of nested JSON, found in its text without opening the rest.
  private func member(_ operand: CheckedExpression, _ name: Cell) -> Operand? {
    guard let value = value(operand)?.value else { return nil }
    return .computed { row in
      guard var cursor = value(row).object else { return .undecided }
      return cursor.member(name.text)?.read(in: row.batch) ?? .undecided
    }
  }
}

extension JSONElement {
  /// The value as expressions see it.
  fileprivate func read(in batch: Batch) -> Cell { cell(in: batch).read(as: .dynamic) }
}

extension Cell {
  /// The members of a JSON object.
  fileprivate var object: JSONCursor? {
    guard tag == .json, let cursor = JSONCursor(text), cursor.isObject else { return nil }
    return cursor
  }

  /// The elements of a JSON array.
  fileprivate var array: JSONCursor? {
    guard tag == .json, let cursor = JSONCursor(text), !cursor.isObject else { return nil }
    return cursor
  }
}
