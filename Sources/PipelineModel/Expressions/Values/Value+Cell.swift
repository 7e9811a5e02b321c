internal import CEL

extension Value {
  /// The value of a column's cell, nil if the record has no such field.
  init?(_ cell: Cell, of type: ColumnType) {
    let cell = cell.read(as: type)
    switch cell.tag {
    case .missing: return nil
    case .null: self = .null
    case .no: self = .bool(false)
    case .yes: self = .bool(true)
    case .integer: self = .int(cell.integer)
    case .double: self = .double(cell.double)
    case .timestamp:
      self = .timestamp(
        CEL.Timestamp(secondsSinceEpoch: cell.integer, nanoseconds: Int32(truncatingIfNeeded: cell.length)))
    case .json: self = Value(json: cell.text)
    default: self = .string(String(decoding: cell.text, as: UTF8.self))
    }
  }

  /// The list or map that checked JSON text spells.
  init(json text: UnsafeBufferPointer<UInt8>) {
    guard var cursor = JSONCursor(text) else {
      self = .null
      return
    }
    guard cursor.isObject else {
      var elements: [Value] = []
      while let item = cursor.next() { elements.append(Value(item.value)) }
      self = .list(elements)
      return
    }
    // Of two members of one name, the last one counts, as in JavaScript and Python.
    var fields: [String: Value] = [:]
    while let item = cursor.next() {
      if let name = item.name { fields[name.string] = Value(item.value) }
    }
    self = .map(MapValue(fields))
  }

  /// The value of a part of JSON text.
  init(_ element: JSONElement) {
    switch element.kind {
    case .null: self = .null
    case .no: self = .bool(false)
    case .yes: self = .bool(true)
    case .integer, .number:
      let number = Cell(number: element.text)
      self = number.tag == .integer ? .int(number.integer) : .double(number.double)
    case .string, .escapedString: self = .string(element.string)
    case .array, .object: self = Value(json: element.text)
    }
  }
}

extension Cell {
  /// The cell as expressions see it: the text of a number becomes one, integers of a double column become doubles,
  /// and a date becomes its midnight.
  @inline(__always)
  func read(as type: ColumnType) -> Cell {
    switch tag {
    case .number:
      let number = Cell(number: text)
      return type == .double && number.tag == .integer ? Cell(Double(number.integer)) : number
    case .integer where type == .double: return Cell(Double(integer))
    case .date: return Cell(seconds: integer * 86_400, nanoseconds: 0)
    default: return self
    }
  }
}
