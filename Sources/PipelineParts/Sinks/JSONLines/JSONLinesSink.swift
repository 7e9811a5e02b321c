public import PipelineModel

/// Writes JSON Lines to a file, exactly once.
///
///     sink: {uses: jsonl, with: {path: out/labevents.jsonl.gz}}
public enum JSONLinesSink: SinkDefinition {
  /// The name after `uses`.
  public static let name = "jsonl"

  /// Checks the path.
  public static func plan(
    _ options: JSONLinesSinkOptions, _ planning: inout SinkPlanning
  ) -> PlannedOutput? {
    SinkFile(options.path, options.compression, options.publish, &planning).map {
      PlannedOutput(encoder: JSONLinesEncoder(schema: planning.schema), destination: .file($0))
    }
  }
}
