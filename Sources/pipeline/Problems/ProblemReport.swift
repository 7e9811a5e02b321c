import ArgumentParser
import PipelineEngine

/// What a command's last error means for people and for the shell.
struct ProblemReport {
  var exitCode: Int32
  var standardOutput = ""
  var standardError = ""

  init(_ error: any Error, style: TerminalStyle = .standardError) {
    switch error {
    case let problem as CommandProblem:
      exitCode = problem.exitCode
      standardError = problem.text(style)
    case let problem as EngineProblem:
      exitCode = problem.exitCode
      standardError = CommandProblem(problem).text(style)
    case let code as ExitCode:
      exitCode = code.rawValue
    default:
      let text = Pipeline.fullMessage(for: error)
      if Pipeline.exitCode(for: error).isSuccess {
        exitCode = 0
        standardOutput = text + "\n"
      } else {
        // The argument parser's own code for wrong usage, 64, is this command's 2.
        exitCode = 2
        standardError = Self.inOurWords(text, style) + "\n"
      }
    }
  }

  /// Prints, and returns the exit code.
  func print() -> Int32 {
    StandardStream.error.write(standardError)
    do {
      try StandardStream.output.deliver(standardOutput)
      return exitCode
    } catch {
      let report = ProblemReport(error)
      StandardStream.error.write(report.standardError)
      return report.exitCode
    }
  }

  private static func inOurWords(_ text: String, _ style: TerminalStyle) -> String {
    guard text.hasPrefix("Error: ") else { return text }
    return style.paint("error", .red) + ": " + text.dropFirst("Error: ".count)
  }
}
