import PipelineTesting

/// Makes random expressions over the columns of `CompiledExpressionTests`.
struct ExpressionGenerator {
  var random: SeededRandom

  mutating func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: 0..<choices.count, using: &random)] }

  /// A condition.
  mutating func condition(_ depth: Int) -> String {
    guard depth > 0 else {
      return pick([
        "b", "d1 == true", "true", "false", "has(record.d1)", "has(record.d2.x)", "d1", "has(record.other)",
      ])
    }
    switch Int.random(in: 0..<13, using: &random) {
    case 0, 1: return "(\(condition(depth - 1)) && \(condition(depth - 1)))"
    case 2, 3: return "(\(condition(depth - 1)) || \(condition(depth - 1)))"
    case 4: return "!(\(condition(depth - 1)))"
    case 5: return "(\(condition(depth - 1)) ? \(condition(depth - 1)) : \(condition(depth - 1)))"
    case 6: return "\(text(depth - 1)) \(pick(["==", "!=", "<", "<=", ">", ">="])) \(text(depth - 1))"
    case 7:
      return
        "\(text(depth - 1)).\(pick(["startsWith", "endsWith", "contains", "matches"]))(\(pick(Self.texts)))"
    case 8:
      return pick([
        "\(integer(depth - 1)) in [1, 2, 3]", "\(text(depth - 1)) in ['a', 'abc', 'abcdefgh', 'é', '']",
        "\(any(depth - 1)) in [1, 2.5, 'a', null, true]",
        "\(text(depth - 1)) in ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'abcdefghij', 'abc', '']",
      ])
    case 9: return "\(any(depth - 1)) \(pick(["==", "!="])) \(pick(["null", "d1", "d2", "1", "2.5", "'a'"]))"
    case 10:
      return
        "\(pick(["t", "day", "timestamp('2024-01-01T00:00:00Z')"])) \(pick(["<", "==", ">="])) \(pick(["t", "day"]))"
    default:
      return "\(number(depth - 1)) \(pick(["==", "!=", "<", "<=", ">", ">="])) \(number(depth - 1))"
    }
  }

  /// An integer or a double.
  mutating func number(_ depth: Int) -> String {
    Int.random(in: 0..<2, using: &random) == 0 ? integer(depth) : double(depth)
  }

  mutating func integer(_ depth: Int) -> String {
    guard depth > 0 else {
      return pick([
        "i", "ni", "d1", "d2.x", "0", "1", "-7", "9007199254740993", "9223372036854775807", "meta.line",
      ])
    }
    switch Int.random(in: 0..<7, using: &random) {
    case 0, 1: return "(\(integer(depth - 1)) \(pick(["+", "-", "*", "/", "%"])) \(integer(depth - 1)))"
    case 2: return "-(\(integer(depth - 1)))"
    case 3: return "int(\(any(depth - 1)))"
    case 4: return "size(\(text(depth - 1)))"
    case 5: return "(\(condition(depth - 1)) ? \(integer(depth - 1)) : \(integer(depth - 1)))"
    default: return integer(0)
    }
  }

  mutating func double(_ depth: Int) -> String {
    guard depth > 0 else {
      return pick(["x", "nx", "d1", "d2.y[1]", "0.0", "-2.5", "1e18", "9007199254740992.0"])
    }
    switch Int.random(in: 0..<5, using: &random) {
    case 0, 1: return "(\(double(depth - 1)) \(pick(["+", "-", "*", "/"])) \(double(depth - 1)))"
    case 2: return "-(\(double(depth - 1)))"
    case 3: return "double(\(any(depth - 1)))"
    default: return double(0)
    }
  }

  mutating func text(_ depth: Int) -> String {
    guard depth > 0 else {
      return pick(["s", "ns", "d1", "d2.z", "'a'", "''", "params.p", "record['s']", "other"])
    }
    switch Int.random(in: 0..<5, using: &random) {
    case 0, 1: return "(\(text(depth - 1)) + \(pick(["' '", "'-'", "s"])) + \(text(depth - 1)))"
    case 2: return "string(\(any(depth - 1)))"
    case 3: return "(\(condition(depth - 1)) ? \(text(depth - 1)) : \(text(depth - 1)))"
    default: return pick(["s.lowerAscii()", "string(d2.x)", "d2['z']"])
    }
  }

  mutating func any(_ depth: Int) -> String {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: integer(depth)
    case 1: double(depth)
    case 2: text(depth)
    case 3: condition(depth)
    case 4: pick(["t", "day", "b", "d1", "d2", "d2.y", "null", "[d1]", "d2.y[0]", "ni", "nx", "ns"])
    default: pick(["i", "x", "s", "d1"])
    }
  }

  private static let texts = ["'a'", "''", "'abc'", "'é'", "'^a.*h$'", "'abcdefgh'", "'[0-9]+'"]
}
