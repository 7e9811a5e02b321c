public import PipelineModel

/// Leaves out records by a condition.
///
///     filter: {keep: "valuenum != null"}
public enum Filter: StepDefinition {
  /// The name after `uses`.
  public static let name = "filter"

  /// Compiles the condition.
  public static func plan(_ options: FilterOptions, _ planning: inout StepPlanning) -> PlannedStage.Work? {
    guard let source = options.keep ?? options.drop, let condition = planning.predicate(source) else {
      return nil
    }
    return .transform(FilterStep(condition: condition, keeps: options.keep != nil))
  }
}
