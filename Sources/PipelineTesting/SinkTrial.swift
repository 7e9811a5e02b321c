import ConfigSpec
public import PipelineModel

/// A sink planned from YAML for some columns.
public struct SinkTrial {
  /// What it writes, and where to; nil if it could not be planned.
  public let output: PlannedOutput?
  /// What is wrong with the options, `line:column message` each, help after ` — `.
  public let problems: [String]

  /// Plans `yaml`, which stands in `path`, as what stands under `with`.
  public init(_ part: SinkPart, _ yaml: String, _ schema: Schema, path: String = "step.yaml") {
    var diagnostics = Diagnostics()
    guard let node = YAMLReader().read(text: yaml, path: path, into: &diagnostics) else {
      output = nil
      problems = diagnostics.lines
      return
    }
    var planning = SinkPlanning(
      schema: schema, decoding: Decoding(diagnostics: diagnostics), path: "with", span: node.span)
    output = part.plan(node, &planning).output
    problems = planning.decoding.diagnostics.lines
  }

  /// What the sink writes for rows, with what stands before the first one.
  public func written(_ rows: [[CellLiteral]], width: Int) -> String {
    guard let encoder = output?.encoder else { return "" }
    let batch = Batch.of(rows, width: width)
    var buffer = OutputBuffer()
    batch.selection.withUnsafeBufferPointer { encoder.encode($0, of: batch, into: &buffer) }
    return String(decoding: encoder.preamble, as: UTF8.self) + String(decoding: buffer.bytes, as: UTF8.self)
  }
}
