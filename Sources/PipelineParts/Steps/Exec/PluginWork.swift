import PipelineModel

/// A record on its way to a program.
struct PluginWork: Sendable {
  let id: UInt64
  /// What the program is given.
  let line: [UInt8]
  /// Whether a program may get it twice.
  let mayRepeat: Bool
  /// Told when the program has it, with who says whether it is to blame for the time that goes by.
  let isWorkedOn: @Sendable (CallAttempt.IsToBlame?) -> Void
}
