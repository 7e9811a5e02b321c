import ConfigSpec
public import PipelineModel

/// Writes CSV to a file, exactly once.
///
///     sink: {uses: csv, with: {path: out/labevents.csv, delimiter: ";"}}
public enum CSVSink: SinkDefinition {
  /// The name after `uses`.
  public static let name = "csv"

  /// Checks the path and the columns.
  public static func plan(_ options: CSVSinkOptions, _ planning: inout SinkPlanning) -> PlannedOutput? {
    let file = SinkFile(options.path, options.compression, options.publish, &planning)
    guard let schema = columns(options.columns, &planning), let file else { return nil }
    return PlannedOutput(
      encoder: CSVEncoder(schema: schema, format: options.format), destination: .file(file))
  }

  /// The columns to write: those named, or all if all are known.
  static func columns(_ names: [String], _ planning: inout SinkPlanning) -> Schema? {
    if planning.schema.isUnknown { return Schema(columns: []) }
    if names.isEmpty {
      guard planning.schema.isOpen else { return planning.schema }
      planning.error(
        "the columns of the CSV are not known: records may have fields that no stage names",
        help: "write `columns: [a, b]`, or put a `select` stage before the sinks")
      return nil
    }
    var columns: [Column] = []
    for (index, name) in names.enumerated() {
      if let column = planning.schema[name] {
        columns.append(column)
      } else {
        planning.error(
          "no column `\(name)` reaches the sinks", at: "columns[\(index)]",
          help: Suggestion(name, among: planning.schema.names).help("columns"))
      }
    }
    return columns.count == names.count ? Schema(columns: columns) : nil
  }
}
