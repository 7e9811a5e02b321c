import ConfigSpec
public import PipelineModel

/// Leaves out records that have been seen before.
///
///     dedupe: {key: [subject_id, charttime]}
public enum Dedupe: StepDefinition {
  /// The name after `uses`.
  public static let name = "dedupe"

  /// Finds the fields, or compiles the expression.
  public static func plan(_ options: DedupeOptions, _ planning: inout StepPlanning) -> PlannedStage.Work? {
    let limit = options.maxKeys
    switch options.key {
    case .expression(let source):
      guard let expression = planning.expression(source) else { return nil }
      return .ordered { DedupeStep(key: .expression(expression), limit: limit) }
    case .fields(let names):
      let slots = names.enumerated().compactMap { planning.column($1, at: "key[\($0)]")?.slot }
      guard slots.count == names.count else { return nil }
      return .ordered { DedupeStep(key: .slots(slots), limit: limit) }
    }
  }
}
