extension StringFunctions {
  static let format = Function(
    "format",
    "The text with `%s`, `%d`, `%f`, `%e`, `%b`, `%x`, `%X`, `%o` replaced by the values of a list.",
    [
      .binary("string_format", true, [.string, .list(.dyn)]) {
        (pattern: String, list: ListValue, budget: inout Budget) throws(EvaluationError) -> String in
        var formatter = Formatter(arguments: list.elements)
        try formatter.format(pattern, &budget)
        return formatter.text
      }
    ])
}

/// Replaces the clauses of a format string.
private struct Formatter {
  let arguments: [Value]
  private var next = 0
  private(set) var text = ""

  init(arguments: [Value]) { self.arguments = arguments }

  mutating func format(_ pattern: String, _ budget: inout Budget) throws(EvaluationError) {
    var rest = pattern.utf8[...]
    while let percent = rest.firstIndex(of: UInt8(ascii: "%")) {
      text += String(rest[..<percent]) ?? ""
      rest = rest[percent...].dropFirst()
      if rest.first == UInt8(ascii: "%") {
        text += "%"
        rest = rest.dropFirst()
        continue
      }
      let precision = try Self.precision(&rest)
      guard let clause = rest.popFirst() else {
        throw Self.invalid("the format ends in the middle of a clause")
      }
      guard next < arguments.count else { throw Self.invalid("the format has more clauses than values") }
      try append(arguments[next], clause, precision ?? 6, &budget)
      next += 1
    }
    text += String(rest) ?? ""
  }

  private static func precision(_ rest: inout Substring.UTF8View) throws(EvaluationError) -> Int? {
    guard rest.first == UInt8(ascii: ".") else { return nil }
    rest = rest.dropFirst()
    let digits = rest.prefix { $0.isDigit }
    rest = rest.dropFirst(digits.count)
    guard let precision = Int(Substring(digits)), precision <= 1_000 else {
      throw invalid("a format's precision must be 0 to 1000")
    }
    return precision
  }

  private mutating func append(
    _ value: Value, _ clause: UInt8, _ precision: Int, _ budget: inout Budget
  ) throws(EvaluationError) {
    switch clause {
    case UInt8(ascii: "s"): try appendText(value, &budget)
    case UInt8(ascii: "d"): text += try Self.decimal(value)
    case UInt8(ascii: "f"): text += try Self.number(value).formatted(precision: precision, scientific: false)
    case UInt8(ascii: "e"): text += try Self.number(value).formatted(precision: precision, scientific: true)
    case UInt8(ascii: "b"):
      if case .bool(let value) = value {
        text += value ? "1" : "0"
      } else {
        text += try Self.integer(value, 2)
      }
    case UInt8(ascii: "o"): text += try Self.integer(value, 8)
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      try budget.charge(value.textCost)
      text += try Self.hexadecimal(value, uppercase: clause == UInt8(ascii: "X"))
    default: throw Self.invalid("a format's clause must be one of s, d, f, e, b, o, x and X")
    }
  }

  private static func decimal(_ value: Value) throws(EvaluationError) -> String {
    if case .double(let number) = value { return number.positionalText }
    return try integer(value, 10)
  }

  private static func number(_ value: Value) throws(EvaluationError) -> Double {
    switch value {
    case .double(let number): return number
    case .int(let number): return Double(number)
    case .uint(let number): return Double(number)
    default: throw wrongType("%f and %e need a number", value)
    }
  }

  private static func integer(
    _ value: Value, _ radix: Int, uppercase: Bool = false
  ) throws(EvaluationError) -> String {
    switch value {
    case .int(let number): return String(number, radix: radix, uppercase: uppercase)
    case .uint(let number): return String(number, radix: radix, uppercase: uppercase)
    default: throw wrongType("%d, %b, %o and %x need an integer", value)
    }
  }

  private static func hexadecimal(_ value: Value, uppercase: Bool) throws(EvaluationError) -> String {
    let bytes: [UInt8]
    switch value {
    case .string(let text): bytes = Array(text.utf8)
    case .bytes(let value): bytes = value
    default: return try integer(value, 16, uppercase: uppercase)
    }
    let text = bytes.map(\.hexadecimal).joined()
    return uppercase ? text.uppercased() : text
  }

  /// `%s`: lists and maps are written with their elements, texts without quotes, keys in alphabetical order.
  private mutating func appendText(_ value: Value, _ budget: inout Budget) throws(EvaluationError) {
    try budget.charge(1 + value.textCost)
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .int(let value): text += String(value)
    case .uint(let value): text += String(value)
    case .double(let value): text += value.positionalText
    case .string(let value): text += value
    case .bytes(let value): text += String(decoding: value, as: UTF8.self)
    case .timestamp(let value): text += value.description
    case .duration(let value): text += value.celText
    case .type(let type): text += type.name
    case .list(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += ", " }
        try appendText(element, &budget)
      }
      text += "]"
    case .map(let map): try appendMap(map, &budget)
    case .optional, .opaque: throw Self.wrongType("%s can't format the value", value)
    }
  }

  private mutating func appendMap(_ map: MapValue, _ budget: inout Budget) throws(EvaluationError) {
    var entries: [(key: String, value: Value)] = []
    for (key, value) in zip(map.keys, map.values) {
      var formatter = Formatter(arguments: [])
      try formatter.appendText(key, &budget)
      entries.append((formatter.text, value))
    }
    entries.sort { $0.key.byteOrder($1.key) == .less }
    text += "{"
    for (index, entry) in entries.enumerated() {
      text += (index > 0 ? ", " : "") + entry.key + ": "
      try appendText(entry.value, &budget)
    }
    text += "}"
  }

  private static func invalid(_ message: String) -> EvaluationError {
    EvaluationError(.invalidArgument, message)
  }

  private static func wrongType(_ message: String, _ value: Value) -> EvaluationError {
    EvaluationError(.invalidArgument, message, value: value)
  }
}
