import FoundationEssentials
import Glibc

/// A process that a test starts and waits for.
struct ChildProcess {
  struct Problem: Error { var code: Int32 }

  struct Result {
    var exitCode: Int32
    var standardOutput: String
    var standardError: String
  }

  private let path: String
  private let arguments: [String]
  private let environment: [String: String]
  private let folder: String

  /// - Parameter folder: the working directory.
  init(_ path: String, _ arguments: [String], environment: [String: String] = [:], in folder: String = "/") {
    self.path = path
    self.arguments = arguments
    var all = ProcessInfo.processInfo.environment
    for name in ["NO_COLOR", "TERM", "LANG", "LC_ALL", "LC_CTYPE"] { all[name] = nil }
    self.environment = all.merging(environment) { _, new in new }
    self.folder = folder
  }

  /// Runs to the end.
  func run() throws -> Result {
    let scratch = try Scratch()
    let (out, err) = (scratch.path + "/out", scratch.path + "/err")
    let child = try start { actions in
      let mode = O_WRONLY | O_CREAT | O_TRUNC
      posix_spawn_file_actions_addopen(actions, 1, out, mode, 0o600)
      posix_spawn_file_actions_addopen(actions, 2, err, mode, 0o600)
    }
    let exitCode = Self.wait(child)
    return Result(
      exitCode: exitCode, standardOutput: try scratch.text("out"), standardError: try scratch.text("err"))
  }

  /// Starts with the standard streams that `redirect` sets up.
  func start(_ redirect: (UnsafeMutablePointer<posix_spawn_file_actions_t>) -> Void) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    redirect(&actions)
    // `env` changes the directory and becomes the command, so the process is the same.
    let argv = (["env", "-C", folder, path] + arguments).map { strdup($0) } + [nil]
    let envp = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, "/usr/bin/env", &actions, nil, argv, envp)
    if code != 0 { throw Problem(code: code) }
    return child
  }

  /// The exit code, or 128 and the number of the signal that ended it.
  static func wait(_ child: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }
}
