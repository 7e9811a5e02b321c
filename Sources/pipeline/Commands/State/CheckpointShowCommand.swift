import ArgumentParser
import PipelineEngine

/// `pipeline checkpoint show FILE [OPERATION]`.
struct CheckpointShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Prints the newest valid checkpoint of an operation as JSON.")

  @OptionGroup var state: StateArguments

  @Argument(help: "The operation; may be left out if there is only one.")
  var operation: String?

  func run() throws {
    let directory = try OperationChoice(state).directory(operation)
    guard case .valid(let checkpoint, let warning) = try directory.checkpoints.inspect() else {
      throw CommandProblem("`\(directory.operation)` has no checkpoint")
    }
    if let warning { StandardStream.error.write("warning: \(warning)\n") }
    try StandardStream.output.deliver(checkpoint.json + "\n")
  }
}
