import ConfigSpec
import PipelineEngine

/// Finds the operation that a command is about.
struct OperationChoice {
  let arguments: StateArguments

  init(_ arguments: StateArguments) { self.arguments = arguments }

  /// The operation of this name; without a name, the only one.
  func directory(_ name: String?) throws -> OperationDirectory {
    let location = try arguments.location()
    let operations = location.operations()
    if operations.isEmpty { throw arguments.noState(location) }
    return try Self.choose(name, among: operations, file: arguments.file)
  }

  static func choose(
    _ name: String?, among operations: [OperationDirectory], file: String
  ) throws -> OperationDirectory {
    let names = operations.map(\.operation)
    guard let name else {
      if operations.count == 1 { return operations[0] }
      throw CommandProblem(
        "there are \(operations.count) operations: \(names.joined(separator: ", "))",
        help: "name one of them behind `\(ShellWord.quote(file))`")
    }
    if let found = operations.first(where: { $0.operation == name }) { return found }
    throw CommandProblem(
      "there is no operation `\(name)`", help: Suggestion(name, among: names).help("operations"))
  }
}
