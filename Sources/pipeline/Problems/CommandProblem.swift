import PipelineEngine
import PipelineModel

/// Why a command can't do what it was asked to: what is wrong, what to do next, and the exit code.
struct CommandProblem: Error {
  var exitCode: Int32
  var message: String
  var help: String?

  /// Something about the arguments or files, exit 2 unless said otherwise.
  init(_ message: String, help: String? = nil, exitCode: Int32 = 2) {
    self.message = message
    self.help = help
    self.exitCode = exitCode
  }

  init(_ problem: EngineProblem) {
    self.init(problem.message, help: problem.help, exitCode: problem.exitCode)
  }

  /// Refuses `--json` where records go to the standard output.
  static func refuseSharedOutput(_ plan: Plan) throws(CommandProblem) {
    if !plan.sinks.contains(where: { $0.destination == .standardOutput }) { return }
    throw CommandProblem(
      "`--json` and a `stdout` sink would both write to the standard output",
      help: "leave out `--json`; the summary stands on the standard error")
  }

  /// `error: …`, and a line `help: …` where there is advice.
  func text(_ style: TerminalStyle) -> String {
    let error = style.paint("error", .red) + ": " + style.paint(message, .bold) + "\n"
    return help.map { error + style.paint("help", .bold) + ": \($0)\n" } ?? error
  }
}

extension EngineProblem {
  /// 1 failed, 2 refused, 5 in use.
  var exitCode: Int32 { kind.exitCode }
}
