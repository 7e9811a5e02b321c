import ConfigSpec
public import PipelineModel

/// Leaves some fields, in a given order, and drops all others.
///
///     select: {fields: [c, a]}
///     {a: 1, b: 2, c: 3} → {c: 3, a: 1}
public enum Select: StepDefinition {
  /// The name after `uses`.
  public static let name = "select"

  /// Checks the names; the records themselves need no work.
  public static func plan(_ options: SelectOptions, _ planning: inout StepPlanning) -> PlannedStage.Work? {
    let errors = planning.decoding.diagnostics.errorCount
    planning.refuseUnderCondition("fields")
    for (index, name) in options.fields.enumerated() { _ = planning.column(name, at: "fields[\(index)]") }
    planning.keep(options.fields)
    return planning.decoding.diagnostics.errorCount == errors ? .transform(SelectStep()) : nil
  }
}
