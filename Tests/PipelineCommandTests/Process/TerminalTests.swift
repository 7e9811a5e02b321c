import Glibc
import Testing

/// The command on a terminal.
@Suite(.enabled(if: PipelineBinary.isBuilt, "the command `pipeline` is not built"))
struct TerminalTests {
  /// What a command writes to the terminal that its standard error is.
  private func screen(_ arguments: [String], environment: [String: String], in scratch: Scratch) throws
    -> String
  {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    defer { close(master) }
    var unlocked: Int32 = 0
    var number: UInt32 = 0
    // TIOCSPTLCK and TIOCGPTN, which Swift can't import since they are computed macros (tty_ioctl(4)).
    guard ioctl(master, 0x4004_5431, &unlocked) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
      throw Scratch.Problem(code: errno)
    }
    let terminal = "/dev/pts/\(number)"
    let child = try PipelineBinary.process(arguments, in: scratch, environment: environment).start {
      actions in
      posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0)
      posix_spawn_file_actions_addopen(actions, 2, terminal, O_RDWR | O_NOCTTY, 0)
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    // Linux reports an error, not an end, when the last one closes the terminal.
    while case let count = read(master, &buffer, buffer.count), count > 0 { bytes += buffer.prefix(count) }
    _ = ChildProcess.wait(child)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func folder() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("people.yaml", CommandTests.file)
    try scratch.write("in.csv", "id,age\n1,x\n")
    return scratch
  }

  @Test(.timeLimit(.minutes(15))) func hasColors() throws {
    let text = try screen(["run", "people.yaml"], environment: ["TERM": "xterm"], in: try folder())
    #expect(text.contains("\u{1B}[33;1mwarning\u{1B}[0m: in.csv:2"))
  }

  @Test(.timeLimit(.minutes(15))) func hasNoneWhenTheUserSaysSo() throws {
    let text = try screen(
      ["run", "people.yaml"], environment: ["TERM": "xterm", "NO_COLOR": "1"], in: try folder())
    #expect(text.contains("warning: in.csv:2"))
    #expect(!text.contains("\u{1B}[3"))
  }
}
