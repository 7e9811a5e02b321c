import ConfigSpec
import PipelineModel

/// A stage, for the planning of its policies.
struct CallPlanning {
  let stage: StageOptions
  let index: Int
  let node: Node
  let part: StepPart
  let with: Node
  /// The step's planning before it began and after it ended.
  let before: StepPlanning
  let after: StepPlanning

  var path: String { "stages[\(index)].policy" }
}

extension PartPlanner {
  /// Puts the policies around a call, and reports keys that do nothing on other steps.
  ///
  /// - Returns: the layers as a plan shows them.
  mutating func plan(_ planning: CallPlanning, _ work: inout PlannedStage.Work?) -> [String] {
    switch work {
    case .transform, .ordered:
      reportIdleKeys(planning)
      return []
    case nil where !["service", "policy", "compensate"].contains { planning.node[$0] != nil }: return []
    case .call, nil: break
    }
    let stage = planning.stage
    let resolver = PolicyResolver(policies: policies)
    let effective = resolver.resolve(service: stage.service, stage.policy, at: planning.path, &diagnostics)
    usedServices.formUnion([effective.service].compactMap { $0 })
    var policy = effective.callPolicy
    if let key = effective.settings.idempotency?.key {
      expressionTexts.append(key.text)
      policy.idempotencyKey = expressions.expression(key, planning.before.input, &diagnostics)
    }
    let undone = compensation(planning, resolver)
    policy.compensation = undone?.call
    guard case .call(let step, _) = work else { return [] }
    let rerouted = reroute(planning, effective, resolver)
    policy.reroute = rerouted?.call
    work = .call(step, policy)
    canonicalPolicies.append("stages[\(stage.name)]=\(effective.canonicalText)")
    return (undone?.lines ?? []) + PolicyLines(effective).lines + (rerouted?.lines ?? [])
  }

  private mutating func reportIdleKeys(_ planning: CallPlanning) {
    for key in ["service", "policy", "compensate"] {
      guard let entry = planning.node.entry(key) else { continue }
      diagnostics.error(
        "`\(key)` does nothing here: `\(planning.stage.uses)` calls nobody", at: entry.key.span,
        help: "delete it, or move it to the stage that calls")
    }
  }

  /// The same step under another service's policy, for a fallback to a service.
  private mutating func reroute(
    _ planning: CallPlanning, _ effective: EffectivePolicy, _ resolver: PolicyResolver
  ) -> (call: PlannedCall, lines: [String])? {
    guard let fallback = effective.settings.fallback, let service = fallback.service,
      policies.document.services[service.value] != nil
    else { return nil }
    usedServices.insert(service.value)
    var with = planning.with
    if let changes = fallback.with { with = with.merging(changes).node }
    // From the same start the step gets the same slots, so that later stages find its answer either way.
    var trial = planning.before
    trial.decoding.diagnostics = diagnostics
    let (work, settings) = planning.part.plan(with, &trial)
    diagnostics = trial.decoding.diagnostics
    guard case .call(let step, _) = work else { return nil }
    if trial.output.columns != planning.after.output.columns {
      diagnostics.error(
        "the fallback assigns other columns than the stage", at: fallback.with?.span ?? service.span,
        help: "leave the options that name columns as they are")
    }
    let other = resolver.resolve(
      service: service, nil, at: planning.path, idle: Self.substituteKeys, &diagnostics)
    canonicalPolicies.append(
      "stages[\(planning.stage.name)].fallback=\(other.canonicalText) "
        + settings.canonicalText)
    return (
      PlannedCall(uses: planning.stage.uses, step: step, policy: other.callPolicy),
      PolicyLines(other).lines(under: "fallback")
    )
  }

  /// A call that stands in for another, or undoes one, is the end of the line.
  private static let substituteKeys = [
    "fallback": "does nothing here: there is nothing to fall back from",
    "idempotency": "does nothing here: the call carries the stage's own key",
  ]

  private mutating func compensation(
    _ planning: CallPlanning, _ resolver: PolicyResolver
  ) -> (call: PlannedCall, lines: [String])? {
    guard let options = planning.stage.compensate, let node = planning.node["compensate"],
      let span = node["uses"]?.span
    else { return nil }
    let path = "stages[\(planning.index)].compensate"
    guard let part = catalog.steps.first(where: { $0.name == options.uses }) else {
      diagnostics.error(
        "there is no step `\(options.uses)`", at: span,
        help: Suggestion(options.uses, among: catalog.steps.map(\.name)).help("steps"))
      return nil
    }
    let effective = resolver.resolve(
      service: options.service ?? planning.stage.service, options.policy, at: "\(path).policy",
      idle: Self.substituteKeys, &diagnostics)
    usedServices.formUnion([effective.service].compactMap { $0 })
    let with = options.with ?? Node(.mapping([]), span: span)
    var own = StepPlanning(
      stage: planning.stage.name, input: planning.after.output,
      decoding: Decoding(diagnostics: diagnostics), path: "\(path).with", span: span,
      expressions: expressions, width: width)
    let (work, settings) = part.plan(with, &own)
    diagnostics = own.decoding.diagnostics
    width = own.width
    expressionTexts.append(settings.canonicalText)
    canonical.append(
      "stages[\(planning.stage.name)].compensate=\(options.uses) \(settings.canonicalText)")
    guard let work else { return nil }
    guard case .call(let step, _) = work else {
      diagnostics.error(
        "`\(options.uses)` can't undo anything: it calls nobody", at: span, help: "use a step that calls")
      return nil
    }
    if own.output.columns != planning.after.output.columns {
      diagnostics.error(
        "what a compensation answers is not kept", at: node["with"]?.span ?? span,
        help: "delete the option that assigns it, such as `into`")
    }
    canonicalPolicies.append("stages[\(planning.stage.name)].compensate=\(effective.canonicalText)")
    return (
      PlannedCall(uses: options.uses, step: step, policy: effective.callPolicy),
      ["compensation: \(options.uses)"] + PolicyLines(effective).lines(under: "compensation")
    )
  }
}
