import PipelineModel

/// How a record comes back from a program.
enum PluginAnswer: Sendable {
  /// What the program made of it, as JSON.
  case value([UInt8])
  /// Why the program could not do it.
  case failure(Failure)
  /// Nobody waits any more.
  case cancelled
  /// The program could not even start.
  case notStarted(Failure)
  /// The program ended.
  case lost(Failure, PluginLoss)
}
