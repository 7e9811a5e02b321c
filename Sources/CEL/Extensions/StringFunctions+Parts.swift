extension StringFunctions {
  static let replace = Function(
    "replace", "The text with one part replaced by another one, everywhere or at most so many times.",
    [
      .ternary("string_replace_string_string", true) {
        (text: String, old: String, new: String, budget: inout Budget) throws(EvaluationError) -> String in
        try replace(text, old, new, limit: -1, &budget)
      },
      Overload(
        "string_replace_string_string_int", isMethod: true, [.string, .string, .string, .int], .string,
        .many { (values: [Value], budget: inout Budget) throws(EvaluationError) -> Value? in
          guard values.count == 4, case .string(let text) = values[0], case .string(let old) = values[1],
            case .string(let new) = values[2], case .int(let limit) = values[3]
          else { return nil }
          return .string(try replace(text, old, new, limit: limit, &budget))
        }),
    ])

  /// - Parameter limit: negative for no limit.
  private static func replace(
    _ text: String, _ old: String, _ new: String, limit: Int64, _ budget: inout Budget
  ) throws(EvaluationError) -> String {
    let pieces = try cut(text, old, limit: limit, &budget)
    try budget.charge(pieces.count + pieces.count * new.utf8.count / 16)
    return pieces.joined(separator: new)
  }

  /// The text between at most so many occurrences of a part. An empty part stands before every character and at the end.
  private static func cut(
    _ text: String, _ part: String, limit: Int64, _ budget: inout Budget
  ) throws(EvaluationError) -> [String] {
    let limit = limit < 0 ? Int.max : Int(limit)
    guard limit > 0 else { return [text] }
    if part.isEmpty { return try cutBetweenCharacters(text, limit: limit, &budget) }
    var pieces: [String] = []
    var start = 0
    while pieces.count < limit, let range = text.firstRange(of: part, from: start) {
      try budget.charge(1)
      pieces.append(slice(text, start..<range.lowerBound))
      start = range.upperBound
    }
    pieces.append(slice(text, start..<text.utf8.count))
    return pieces
  }

  /// For `abc`: ``, `a`, `b`, `c`, `` with no limit; ``, `a`, `bc` with the limit 2.
  private static func cutBetweenCharacters(
    _ text: String, limit: Int, _ budget: inout Budget
  ) throws(EvaluationError) -> [String] {
    try budget.charge(text.utf8.count)
    var pieces = [""]
    var rest = text.unicodeScalars[...]
    while pieces.count < limit, let first = rest.popFirst() { pieces.append(String(first)) }
    pieces.append(String(rest))
    return pieces
  }

  private static func slice(_ text: String, _ range: Range<Int>) -> String {
    let start = text.utf8.index(text.startIndex, offsetBy: range.lowerBound)
    let end = text.utf8.index(start, offsetBy: range.count)
    return String(text[start..<end])
  }

  static let split = Function(
    "split", "The parts between separators; the last of at most so many parts takes the rest.",
    [
      .binary("string_split_string", true, nil, .list(.string)) {
        (text: String, separator: String, budget: inout Budget) throws(EvaluationError) -> ListValue in
        try split(text, separator, limit: -1, &budget)
      },
      .ternary("string_split_string_int", true, nil, .list(.string)) {
        (text: String, separator: String, limit: Int64, budget: inout Budget) throws(EvaluationError)
          -> ListValue in
        try split(text, separator, limit: limit, &budget)
      },
    ])

  private static func split(
    _ text: String, _ separator: String, limit: Int64, _ budget: inout Budget
  ) throws(EvaluationError) -> ListValue {
    guard limit != 0 else { return ListValue([]) }
    if separator.isEmpty { return try characters(text, limit: limit, &budget) }
    let parts = try cut(text, separator, limit: limit < 0 ? -1 : limit - 1, &budget)
    return ListValue(parts.map(Value.string))
  }

  private static func characters(
    _ text: String, limit: Int64, _ budget: inout Budget
  ) throws(EvaluationError) -> ListValue {
    try budget.charge(text.utf8.count)
    var parts: [Value] = []
    var rest = text.unicodeScalars[...]
    while !rest.isEmpty, limit < 0 || parts.count + 1 < limit, let first = rest.popFirst() {
      parts.append(.string(String(first)))
    }
    if !rest.isEmpty { parts.append(.string(String(rest))) }
    return ListValue(parts)
  }

  static let join = Function(
    "join", "The texts of a list, one after the other, with a separator between them if wanted.",
    [
      .unary("list_join", true, [.list(.string)]) {
        (list: ListValue, budget: inout Budget) throws(EvaluationError) -> String in
        try join(list.elements, "", &budget)
      },
      .binary("list_join_string", true, [.list(.string), .string]) {
        (list: ListValue, separator: String, budget: inout Budget) throws(EvaluationError) -> String in
        try join(list.elements, separator, &budget)
      },
    ])

  private static func join(
    _ list: [Value], _ separator: String, _ budget: inout Budget
  ) throws(EvaluationError) -> String {
    var text = ""
    for (index, element) in list.enumerated() {
      guard case .string(let part) = element else { throw EvaluationError.noSuchOverload }
      try budget.charge(1 + (separator.utf8.count + part.utf8.count) / 16)
      if index > 0 { text += separator }
      text += part
    }
    return text
  }
}
