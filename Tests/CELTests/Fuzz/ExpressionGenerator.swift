import CEL

/// Makes random expressions: mostly well formed, often ill typed, sometimes damaged.
struct ExpressionGenerator {
  var random: FuzzRandom
  private let functions: [(name: String, isMethod: Bool, arguments: Int)]

  /// The variables that generated expressions use.
  static let variables: [Variable] = [
    Variable("i", .int), Variable("u", .uint), Variable("d", .double), Variable("s", .string),
    Variable("b", .bool),
    Variable("y", .bytes), Variable("l", .list(.int)), Variable("m", .map(.string, .dyn)),
    Variable("n", .nullable(.double)),
    Variable("t", .timestamp), Variable("z", .duration), Variable("x", .dyn), Variable("a.b", .string),
  ]

  init(seed: UInt64) {
    random = FuzzRandom(seed: seed)
    functions = Environment().libraries.flatMap(\.functions).filter {
      !$0.name.contains("_") && !$0.name.contains("@")
    }
    .flatMap { function in
      function.overloads.map { overload in
        (function.name, overload.isMethod, overload.parameters.count - (overload.isMethod ? 1 : 0))
      }
    }
  }

  mutating func expression(_ depth: Int = 5) -> String {
    if depth == 0 || random.isOnce(in: 6) { return leaf() }
    let a = expression(depth - 1)
    switch random.below(22) {
    case 0...4:
      let operators = ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in", "&&", "||"]
      return "(\(a) \(random.pick(operators)) \(expression(depth - 1)))"
    case 5: return "\(random.pick(["!", "-"]))\(a)"
    case 6: return "(\(expression(depth - 1)) ? \(a) : \(expression(depth - 1)))"
    case 7: return "\(a)\(random.pick([".", ".?"]))\(random.pick(["a", "b", "`k-v`", "if"]))"
    case 8: return "\(a)[\(random.pick(["", "?"]))\(expression(depth - 1))]"
    case 9: return "[\(random.pick(["", "", "?"]))\(a), \(expression(depth - 1))]"
    case 10: return "{\(random.pick(["", "", "?"]))\(leaf()): \(a), \(leaf()): \(expression(depth - 1))}"
    case 11...13: return loop(a, depth)
    case 14: return "cel.bind(\(random.pick(["v", "w"])), \(a), \(expression(depth - 1)))"
    case 15: return "has(\(a).\(random.pick(["a", "k"])))"
    case 16: return "\(a).\(random.pick(["optMap", "optFlatMap"]))(v, \(expression(depth - 1)))"
    default: return call(a, depth)
    }
  }

  private mutating func loop(_ range: String, _ depth: Int) -> String {
    let body = expression(depth - 1)
    if random.isOnce(in: 3) {
      let name = random.pick([
        "all", "exists", "existsOne", "transformList", "transformMap", "transformMapEntry",
      ])
      return "\(range).\(name)(v, w, \(body))"
    }
    return "\(range).\(random.pick(["all", "exists", "exists_one", "filter", "map"]))(v, \(body))"
  }

  private mutating func call(_ first: String, _ depth: Int) -> String {
    let function = random.pick(functions)
    var arguments: [String] = []
    for _ in 0..<function.arguments { arguments.append(expression(depth - 1)) }
    if function.isMethod { return "\(first).\(function.name)(\(arguments.joined(separator: ", ")))" }
    if !arguments.isEmpty { arguments[0] = first }
    return "\(function.name)(\(arguments.joined(separator: ", ")))"
  }

  private mutating func leaf() -> String {
    random.pick([
      "i", "u", "d", "s", "b", "y", "l", "m", "n", "t", "z", "x", "a.b", "v", "w", "0", "1", "-1", "2u",
      "1.5", "0.0",
      "9223372036854775807", "-9223372036854775808", "18446744073709551615u", "1e308", "null", "true",
      "false", "''", "'a'",
      "'äö😀'", "'%s %d %.3f'", "'[a-z]+'", "'('", "'2024-05-01T12:00:00Z'", "'1h30m'", "'Europe/Vienna'",
      "'+02:00'", "b'\\xff'",
      "[]", "{}", "[1, 2, 3]", "{'a': 1}", "int", "optional.none()", "optional.of(1)", "timestamp(0)",
      "duration('1s')",
      "'192.168.0.1'", "'10.0.0.0/8'",
    ])
  }

  /// Damages bytes and pieces of an expression.
  mutating func mutate(_ source: String) -> String {
    var bytes = Array(source.utf8)
    for _ in 0...random.below(4) {
      let position = random.below(bytes.count + 1)
      switch random.below(6) {
      case 0 where !bytes.isEmpty: bytes.remove(at: random.below(bytes.count))
      case 1: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: position)
      case 2: bytes.insert(contentsOf: random.pick(Self.pieces).utf8, at: position)
      case 3 where !bytes.isEmpty:
        bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.below(128))
      case 4:
        let end = min(bytes.count, position + random.below(20))
        bytes.insert(contentsOf: bytes[position..<end], at: random.below(bytes.count + 1))
      default: bytes = Array(bytes.prefix(position))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let pieces: [String] = [
    "(", ")", "[", "]", "{", "}", "?", ":", ".", ",", "`", "'", "\"", "'''", "\"\"\"", "r'", "b\"", "\\",
    "\\x4", "\\u12", "\\U0011", "0x",
    "1e", "1e999", "99999999999999999999", "&&", "||", "&", "|", "=", "<>", "!", "--", "//", "\n", "in",
    "has(", ".map(", "cel.bind(",
    "null", "if", "“", "\u{0}", "\u{A0}", "?.", ".?", "[?", "{?", "((((((((", "[[[[[[[[", "!!!!!!!!",
    "-------",
  ]

  /// A value for a variable of the declared type.
  mutating func value(_ type: CELType) -> Value {
    switch type {
    case .int: return .int(random.pick([0, 1, -1, 42, .min, .max]))
    case .uint: return .uint(random.pick([0, 1, 42, .max]))
    case .double: return .double(random.pick([0, -0.0, 1.5, -1e308, .nan, .infinity]))
    case .string:
      return .string(
        random.pick(["", "a", "äö😀", "2024-05-01T12:00:00Z", String(repeating: "ab", count: 50)]))
    case .bool: return .bool(random.isOnce(in: 2))
    case .bytes: return .bytes(random.pick([[], [255], [97, 98]]))
    case .list: return .list((0..<random.below(5)).map { .int(Int64($0)) })
    case .map: return .map(MapValue(["a": .int(1), "b": .string("k"), "k-v": .null]))
    case .timestamp:
      return .timestamp(Timestamp(secondsSinceEpoch: random.pick([0, -62_135_596_800, 253_402_300_799])))
    case .duration: return .duration(.seconds(random.pick([0, 1, -90, 9_000_000_000])))
    case .null: return .null
    case .nullable(let type): return random.isOnce(in: 3) ? .null : value(type)
    default: return value(random.pick([.int, .double, .string, .list(.int), .map(.string, .dyn), .null]))
    }
  }
}
