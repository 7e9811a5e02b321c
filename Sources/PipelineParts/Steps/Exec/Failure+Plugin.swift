import ConfigSpec
import PipelineModel
import Resilience

/// Why the pipeline ends a plug-in.
extension Failure {
  /// It said what nobody understands, so an answer may be lost. Transient, since it may be a stray `print`.
  static func brokenProtocol(_ what: String) -> Failure {
    var failure = Failure("PluginProtocolError", .transient, what)
    failure.severity = .high
    return failure
  }

  /// It speaks another version, and will do so as often as it is started.
  static func otherVersion(_ version: Int) -> Failure {
    Failure(
      "PluginProtocolError", .system,
      "the plug-in speaks version \(version) of the protocol, and this is version \(ExecPlugin.version)")
  }

  /// It had several records for longer than one may take.
  static let hung = Failure(
    "PluginHung", .transient, "the plug-in had several records for longer than the `timeout` of one")

  /// It has not said that it is ready.
  static func notReady(within limit: Duration) -> Failure {
    var failure = Failure(
      "PluginNotReady", .transient, "the plug-in was not ready within \(limit.configText) (`start_timeout`)")
    failure.severity = .high
    return failure
  }
}
