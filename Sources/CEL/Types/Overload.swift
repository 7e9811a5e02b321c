/// One combination of argument types of a function, with its result type and its implementation.
public struct Overload: Sendable {
  /// What runs; returns nil if the arguments are of other types than declared, so that `dyn` arguments can try the
  /// next overload.
  enum Implementation: Sendable {
    case unary(@Sendable (Value, inout Budget) throws(EvaluationError) -> Value?)
    case binary(@Sendable (Value, Value, inout Budget) throws(EvaluationError) -> Value?)
    case many(@Sendable ([Value], inout Budget) throws(EvaluationError) -> Value?)
  }

  /// Makes a faster implementation for an argument that is constant, such as a regular expression or a time zone.
  struct Preparation: Sendable {
    /// Which argument must be constant.
    let argument: Int
    /// Throws what is wrong with the constant, for people.
    let prepare: @Sendable (Value) throws(PreparationFailure) -> Implementation?
  }

  /// Why a constant argument is useless.
  struct PreparationFailure: Error {
    let message: String
    let help: String?
  }

  /// A name that tells the overload from all others, such as `size_string`.
  public let id: String

  /// Whether the first argument is written before the name, as in `text.size()`.
  public let isMethod: Bool

  /// The types of the arguments, the receiver first.
  public let parameters: [CELType]

  /// The type of the result.
  public let result: CELType

  let implementation: Implementation
  var preparation: Preparation?

  init(
    _ id: String, isMethod: Bool, _ parameters: [CELType], _ result: CELType, _ implementation: Implementation
  ) {
    self.id = id
    self.isMethod = isMethod
    self.parameters = parameters
    self.result = result
    self.implementation = implementation
  }

  /// A signature without an implementation, for expressions that are checked here and evaluated elsewhere.
  public static func declaration(
    _ id: String, isMethod: Bool = false, _ parameters: [CELType], _ result: CELType
  ) -> Overload {
    Overload(
      id, isMethod: isMethod, parameters, result,
      .many { (_: [Value], _: inout Budget) throws(EvaluationError) -> Value? in nil })
  }

  /// The signature as documentation writes it, such as `string.indexOf(string, int) -> int`.
  public func signature(of function: String) -> String {
    let types = parameters.map(\.description)
    if let symbol = Operator.symbol(function) {
      return types.count == 1
        ? "\(symbol)\(types[0]) -> \(result)" : "\(types[0]) \(symbol) \(types[1]) -> \(result)"
    }
    let prefix = isMethod ? "\(types[0])." : ""
    let arguments = types.dropFirst(isMethod ? 1 : 0).joined(separator: ", ")
    return "\(prefix)\(function)(\(arguments)) -> \(result)"
  }
}
