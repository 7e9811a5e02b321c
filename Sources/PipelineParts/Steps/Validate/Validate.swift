import ConfigSpec
public import PipelineModel

/// Gives up records that break a rule.
///
///     validate: {rules: [{check: "valuenum >= 0.0", message: negative lab value}]}
public enum Validate: StepDefinition {
  /// The name after `uses`.
  public static let name = "validate"

  /// Compiles the rules.
  public static func plan(_ options: ValidateOptions, _ planning: inout StepPlanning) -> PlannedStage.Work? {
    let errors = planning.decoding.diagnostics.errorCount
    var rules: [ValidateStep.Rule] = []
    for (index, rule) in options.rules.enumerated() {
      if let field = rule.field { _ = planning.column(field, at: "rules[\(index)].field") }
      guard let check = planning.predicate(rule.check) else { continue }
      rules.append(
        ValidateStep.Rule(
          check: check, message: rule.message ?? "`\(check.text)` does not hold", field: rule.field))
    }
    guard rules.count == options.rules.count, planning.decoding.diagnostics.errorCount == errors else {
      return nil
    }
    return .transform(ValidateStep(rules: rules, reportsAll: options.mode == .all))
  }
}
