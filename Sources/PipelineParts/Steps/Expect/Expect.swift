import ConfigSpec
public import PipelineModel

/// Judges many records together.
///
///     expect: {expectations: [{valid: {check: "valuenum >= 0.0", at_least: 90%}}]}
///     17 of 20 records valid → the run fails: data quality 85.0% is below 90% (17 of 20 records)
public enum Expect: StepDefinition {
  /// The name after `uses`.
  public static let name = "expect"

  /// Checks the fields and compiles the conditions.
  public static func plan(_ options: ExpectOptions, _ planning: inout StepPlanning) -> PlannedStage.Work? {
    let errors = planning.decoding.diagnostics.errorCount
    let gauges = options.expectations.enumerated().compactMap { index, expectation in
      gauge(expectation, "expectations[\(index)]", options.over, &planning)
    }
    guard gauges.count == options.expectations.count, planning.decoding.diagnostics.errorCount == errors
    else { return nil }
    let (over, reaction) = (options.over, options.onFailure)
    return .ordered { ExpectStep(gauges: gauges, over: over, reaction: reaction) }
  }

  private static func gauge(
    _ expectation: Expectation, _ option: String, _ over: ExpectWindow, _ planning: inout StepPlanning
  ) -> QualityGauge? {
    let name = expectation.name
    if let completeness = expectation.completeness {
      guard let column = planning.column(completeness.field, at: "\(option).completeness.field") else {
        return nil
      }
      return QualityGauge(
        name: name, subject: "completeness of `\(column.name)`", test: .hasValue(slot: column.slot),
        atLeast: completeness.atLeast)
    }
    if let valid = expectation.valid {
      return planning.predicate(valid.check).map {
        QualityGauge(name: name, subject: "data quality", test: .holds($0), atLeast: valid.atLeast)
      }
    }
    if let bounds = expectation.bounds { return gauge(bounds, name, "\(option).bounds.field", &planning) }
    guard let count = expectation.count else { return nil }
    if case .records = over, count.atLeast != nil || count.atMost != nil {
      planning.error(
        "`count` says nothing about a window, which always has the same number of records",
        at: "\(option).count", help: "put it in a stage with `over: run`")
      return nil
    }
    return QualityGauge(name: name, test: .count(atLeast: count.atLeast, atMost: count.atMost))
  }

  private static func gauge(
    _ bounds: BoundsExpectation, _ name: String?, _ option: String, _ planning: inout StepPlanning
  ) -> QualityGauge? {
    guard let column = planning.column(bounds.field, at: option) else { return nil }
    guard [.integer, .double, .dynamic].contains(column.type) else {
      planning.error(
        "the column `\(column.name)` holds \(column.type.plural) here, which have no bounds", at: option,
        help: column.type == .string
          ? "make it a number in a `convert` stage before this one" : "use `valid` with a condition")
      return nil
    }
    return QualityGauge(
      name: name, subject: "the share of `\(column.name)` \(bounds.text)",
      test: .lies(slot: column.slot, min: bounds.min ?? -.infinity, max: bounds.max ?? .infinity),
      atLeast: bounds.atLeast)
  }
}
