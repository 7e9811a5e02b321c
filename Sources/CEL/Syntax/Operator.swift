/// The names under which operators are declared as functions (cel-spec, "Standard Definitions").
enum Operator {
  static let add = "_+_"
  static let subtract = "_-_"
  static let multiply = "_*_"
  static let divide = "_/_"
  static let modulo = "_%_"
  static let negate = "-_"
  static let not = "!_"
  static let equal = "_==_"
  static let notEqual = "_!=_"
  static let less = "_<_"
  static let lessOrEqual = "_<=_"
  static let greater = "_>_"
  static let greaterOrEqual = "_>=_"
  static let contained = "@in"
  static let index = "_[_]"
  static let optionalIndex = "_[?_]"

  /// How the operator is written, or nil for an ordinary function.
  static func symbol(_ function: String) -> String? {
    switch function {
    case contained: "in"
    case index: "[]"
    case optionalIndex: "[?]"
    case let name where name.hasPrefix("_") && name.hasSuffix("_") && name.utf8.count > 2:
      String(name.dropFirst().dropLast())
    case negate: "-"
    case not: "!"
    default: nil
    }
  }
}
