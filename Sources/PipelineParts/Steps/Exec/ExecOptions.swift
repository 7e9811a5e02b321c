public import ConfigSpec

/// Which program `exec` talks to.
public struct ExecOptions: Configurable {
  /// The program and its arguments.
  public var command: [String] = []
  /// Where it runs.
  public var directory: LocalPath?
  /// What it is told when it starts.
  public var options = JSONValue.object([])
  /// The field that takes its answer.
  public var into: String?
  /// Records in one line.
  public var batch = 64
  /// How long it may take to say that it is ready.
  public var startTimeout: Duration = .seconds(30)
  /// Whether a record may be given to it twice.
  public var repeatable = true

  /// The declaration.
  public static let spec = Spec(
    blank: Self(), name: "exec step",
    """
    Gives records to a program of any language and takes its answers, as JSON Lines over its standard input and \
    output (examples/plugins/PROTOCOL.md). A program that crashes is started again and gets the records it had one at \
    a time: only one that crashes it alone has failed.
    """
  ) {
    Field("command", \.command, "The program and its arguments; no shell is involved.").required().example(
      .array([.string("python3"), .string("plugins/score.py")]))
    Field("directory", \.directory, "Where the program runs; by default the folder of the pipeline file.")
    Field("options", \.options, "What the program is told when it starts.")
    Field("into", \.into, "The field that takes the answer; without it, the answer is dropped.").example(
      "score")
    Field("batch", \.batch, in: 1...10_000, "The most records that go out in one line.")
    Field(
      "start_timeout", \.startTimeout, in: .milliseconds(100) ... .seconds(600),
      "How long the program may take to say that it is ready.")
    Field(
      "repeatable", \.repeatable,
      "Whether a record may be given to the program twice, as after a crash or a timeout.")
    Check { options, report in
      if options.command.isEmpty || options.command[0].isEmpty {
        report.error("`command` names no program", at: "command", help: "write `command: [python3, step.py]`")
      }
    }
  }
}
