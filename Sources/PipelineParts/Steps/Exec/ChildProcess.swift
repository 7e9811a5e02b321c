import CSpawn
import Glibc

/// A program that was started, with pipes to its standard streams.
struct ChildProcess: Sendable {
  let id: pid_t
  let input: Int32
  let output: Int32
  let errors: Int32

  /// Starts a program, found as the shell finds it.
  ///
  /// - Returns: the process, or the system's error number.
  static func start(_ command: [String], directory: String?) -> Result<ChildProcess, StartProblem> {
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child = cspawn_child()
    let code = cspawn_start(&arguments, directory, &child)
    guard code == 0 else { return .failure(StartProblem(code: code)) }
    return .success(
      ChildProcess(id: child.id, input: child.input, output: child.output, errors: child.errors))
  }

  /// Sends a signal to the process and all it started.
  func signal(_ signal: Int32) { kill(-id, signal) }

  /// Waits for the end of the process, and says how it ended.
  func wait() -> String {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? "exit code \((status >> 8) & 0xFF)" : "signal \(signal)"
  }

  /// Why a program could not be started.
  struct StartProblem: Error, Sendable {
    var code: Int32
    var message: String { String(cString: strerror(code)).lowercased() }
  }
}
