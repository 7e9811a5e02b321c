public import PipelineModel

/// Counts records and throws them away.
///
///     sink: {uses: drop}
public enum DropSink: SinkDefinition {
  /// The name after `uses`.
  public static let name = "drop"

  /// Nothing to check.
  public static func plan(_ options: DropOptions, _ planning: inout SinkPlanning) -> PlannedOutput? {
    PlannedOutput(encoder: nil, destination: .nowhere)
  }
}
