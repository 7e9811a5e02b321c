public import ConfigSpec
public import PipelineModel

/// A step planned from YAML for some columns, and tried on rows.
public struct StepTrial {
  /// What the step does; nil if it could not be planned.
  public let work: PlannedStage.Work?
  /// The columns that leave it.
  public let output: Schema
  /// What is wrong with the options, `line:column message` each, help after ` — `.
  public let problems: [String]
  private let input: Schema
  private let width: Int
  private let ordered: (any OrderedStep)?

  /// Plans `yaml` as what stands under `with`; every column may be null.
  public init(
    _ part: StepPart, _ yaml: String, _ columns: [(String, ColumnType)], isOpen: Bool = false,
    isConditional: Bool = false
  ) {
    let listed = columns.enumerated().map {
      Column(name: $1.0, slot: $0, type: $1.1, isNullable: true)
    }
    input = Schema(columns: listed, isOpen: isOpen, restSlot: isOpen ? columns.count : nil)
    var diagnostics = Diagnostics()
    guard let node = YAMLReader().read(text: yaml, path: "step.yaml", into: &diagnostics) else {
      (work, output, width, ordered) = (nil, input, 0, nil)
      problems = diagnostics.lines
      return
    }
    var planning = StepPlanning(
      stage: "tried", input: input, decoding: Decoding(diagnostics: diagnostics), path: "with",
      span: node.span, expressions: ExpressionCompiler(params: [], identity: .init(operation: "", files: [])),
      isConditional: isConditional, width: columns.count + (isOpen ? 1 : 0))
    work = part.plan(node, &planning).work
    output = planning.output
    width = planning.width
    problems = planning.decoding.diagnostics.lines
    if case .ordered(let make) = work { ordered = make() } else { ordered = nil }
  }

  /// What becomes of rows.
  public func run(_ rows: [[CellLiteral]]) -> [String] {
    guard let work else { return ["not planned"] + problems }
    let batch = Batch.of(rows, width: width)
    return StepTrial.apply(work, ordered, to: batch, input: input, output: output)
  }

  /// What becomes of rows in a step that was made by hand.
  public static func run(
    _ step: some TransformStep, _ rows: [[CellLiteral]], width: Int, input: Schema, output: Schema
  ) -> [String] {
    apply(.transform(step), nil, to: Batch.of(rows, width: width), input: input, output: output)
  }

  private static func apply(
    _ work: PlannedStage.Work, _ ordered: (any OrderedStep)?, to batch: Batch, input: Schema, output: Schema
  ) -> [String] {
    func inputs() -> [[String]] {
      (0..<batch.rowCount).map { row in input.columns.map { batch.row(row)[$0.slot].described } }
    }
    let before = inputs()
    var stopped: Failure?
    batch.selection.withUnsafeBufferPointer { rows in
      switch work {
      case .transform(let step): step.apply(to: batch, rows: rows, stage: 0)
      case .ordered:
        do throws(Failure) { try ordered?.apply(to: batch, rows: rows, stage: 0) } catch { stopped = error }
      case .call: preconditionFailure("a call step needs a run to drive it")
      }
    }
    precondition(inputs() == before, "a step has overwritten a slot of its input")
    if let stopped { return ["stopped: \(stopped.message)"] }
    return batch.described(by: output)
  }
}

extension Diagnostics {
  /// One line for each problem: `2:9 there is no column … — did you mean …?`.
  public var lines: [String] {
    sorted.map { found in
      let place = found.span.map { span in
        let position = span.file.position(at: span.range.lowerBound)
        return "\(position.line):\(position.column) "
      }
      return (place ?? "") + found.message + (found.help.map { " — \($0)" } ?? "")
    }
  }
}
