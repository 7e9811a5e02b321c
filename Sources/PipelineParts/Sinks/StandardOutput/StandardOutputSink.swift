public import PipelineModel

/// Prints records on the standard output, at least once.
///
///     sink: {uses: stdout, with: {format: csv}}
public enum StandardOutputSink: SinkDefinition {
  /// The name after `uses`.
  public static let name = "stdout"

  /// Chooses the encoder.
  public static func plan(
    _ options: StandardOutputOptions, _ planning: inout SinkPlanning
  ) -> PlannedOutput? {
    switch options.format {
    case .jsonl:
      return PlannedOutput(encoder: JSONLinesEncoder(schema: planning.schema), destination: .standardOutput)
    case .csv:
      guard !planning.schema.isOpen || planning.schema.isUnknown else {
        planning.error(
          "the columns of the CSV are not known: records may have fields that no stage names", at: "format",
          help: "put a `select` stage before the sinks, or write `format: jsonl`")
        return nil
      }
      return PlannedOutput(encoder: CSVEncoder(schema: planning.schema), destination: .standardOutput)
    }
  }
}
