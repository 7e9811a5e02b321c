import ConfigSpec
public import PipelineModel

/// Computes, drops and renames fields.
///
///     set: {fields: {total: "price * amount"}, drop: [price], rename: {id: order}}
///     {id: 7, price: 2, amount: 3} → {order: 7, amount: 3, total: 6}
public enum SetFields: StepDefinition {
  /// The name after `uses`.
  public static let name = "set"

  /// Compiles the expressions, each against the columns that those before it leave.
  public static func plan(_ options: SetOptions, _ planning: inout StepPlanning) -> PlannedStage.Work? {
    let errors = planning.decoding.diagnostics.errorCount
    planning.refuseUnderCondition("drop")
    planning.refuseUnderCondition("rename")
    var assignments: [SetStep.Assignment] = []
    for entry in options.fields {
      guard let expression = planning.expression(entry.value) else { continue }
      let slot = planning.assign(entry.name, expression.type, isNullable: expression.isNullable)
      assignments.append(SetStep.Assignment(name: entry.name, slot: slot, expression: expression))
    }
    for (index, name) in options.drop.enumerated() {
      if planning.column(name, at: "drop[\(index)]") != nil { planning.remove(name) }
    }
    checkNewNames(options.rename, &planning)
    planning.rename(options.rename)
    guard planning.decoding.diagnostics.errorCount == errors, assignments.count == options.fields.count
    else { return nil }
    return .transform(SetStep(assignments: assignments))
  }

  private static func checkNewNames(_ names: OrderedMap<String>, _ planning: inout StepPlanning) {
    var taken: [String: String] = [:]
    for entry in names {
      let option = "rename.\(entry.name)"
      guard planning.column(entry.name, at: option) != nil else { continue }
      if let other = taken.updateValue(entry.name, forKey: entry.value) {
        planning.error("`\(other)` and `\(entry.name)` can't both become `\(entry.value)`", at: option)
      } else if entry.value.isEmpty {
        planning.error("a column must have a name", at: option)
      } else if planning.output[entry.value] != nil, names[entry.value] == nil {
        planning.error(
          "there is already a column `\(entry.value)`", at: option,
          help: "add it to `drop` if it is in the way")
      }
    }
  }
}
