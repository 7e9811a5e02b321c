import ConfigSpec
public import PipelineModel

/// Makes a plan of a pipeline file and its policy files; finds everything that is wrong with them in one pass.
public struct PlanBuilder {
  let catalog: Catalog
  let input: PlanInput
  let bodyEncoder: @Sendable (Schema) -> any RecordEncoder
  var diagnostics = Diagnostics()
  var report = PlanReport()
  var canonical: [String] = []

  /// A builder for one file.
  public init(
    catalog: Catalog, input: PlanInput, bodyEncoder: @escaping @Sendable (Schema) -> any RecordEncoder
  ) {
    self.catalog = catalog
    self.input = input
    self.bodyEncoder = bodyEncoder
  }

  /// Plans.
  public static func plan(
    _ input: PlanInput, catalog: Catalog, bodyEncoder: @escaping @Sendable (Schema) -> any RecordEncoder
  ) -> PlanOutcome {
    var builder = PlanBuilder(catalog: catalog, input: input, bodyEncoder: bodyEncoder)
    let plan = builder.build()
    return PlanOutcome(
      plan: builder.diagnostics.hasErrors ? nil : plan, report: builder.report,
      diagnostics: builder.diagnostics)
  }

  private mutating func build() -> Plan? {
    report.file = input.file
    guard let raw = YAMLReader().read(path: input.file, into: &diagnostics) else { return nil }
    let params = ParamValues(raw, input, &diagnostics)
    let root = params.interpolator.apply(to: raw, &diagnostics)
    let decoded = PipelineDocument.decode(root, diagnostics: diagnostics)
    diagnostics = decoded.diagnostics
    guard let document = decoded.options else { return nil }
    let policies = PolicyFiles(document.policies, root, params.interpolator, &diagnostics)
    report.name = document.name
    report.stateDirectory = StateLocation.directory(document.name, input)
    report.overrides = policies.overrides
    var parts = PartPlanner(
      catalog: catalog, document: document, root: root, diagnostics: diagnostics, file: input.file,
      params: params.values, policies: policies)
    parts.plan()
    diagnostics = parts.diagnostics
    let sequenceKey = parts.sequenceKey(policies.document.deadLetterQueue.sequenceBy.items)
    diagnostics = parts.diagnostics
    let secrets = diagnostics.secretNames
    for name in secrets {
      guard let span = raw["params"]?.entry(name)?.value.valueSpan else { continue }
      diagnostics.conceal(span)
    }
    report.params = params.report(raw, input, secrets: secrets)
    report.source = parts.sourceReport
    report.stages = parts.stageReports
    report.sinks = parts.sinkReports
    report.settings = PipelineDocument.spec.describe(document, decoded.origins).filter {
      !["stages", "sinks", "source", "sink"].contains(where: $0.path.hasPrefix)
    }
    report.settings = report.settings.map { setting in
      var setting = setting
      if secrets.contains(where: { setting.path == "params.\($0).default" }) {
        setting.value = Secret("").description
      }
      return setting
    }
    report.settings += policies.settings
    report.notes += policies.notes + policies.notes(unused: parts.usedServices)
    let canonicalText =
      (parts.canonical + params.canonicalLines(used: parts.expressionTexts, secrets: secrets))
      .joined(separator: "\n")
    report.digest = sha256(canonicalText)
    let canonicalPolicies = ([policies.canonicalText] + parts.canonicalPolicies).joined(separator: "\n")
    report.policyDigest = sha256(canonicalPolicies)
    if let source = parts.source, !source.isResumable {
      report.notes.append("the standard input can't be read twice: a run that was killed can't be resumed")
    }
    if diagnostics.hasErrors { return nil }
    var cadence = CheckpointCadence()
    cadence.every = document.checkpoint.every
    cadence.interval = document.checkpoint.interval
    var plan = Plan(
      name: document.name, file: input.file, source: parts.source, stages: parts.stages, sinks: parts.sinks,
      width: parts.width, checkpoint: cadence, deadLetters: policies.deadLetters,
      canonicalText: canonicalText, canonicalPolicies: canonicalPolicies,
      stateDirectory: StateLocation.directory(document.name, input), bodyEncoder: bodyEncoder,
      classification: policies.classification)
    plan.sequenceKey = sequenceKey
    return plan
  }
}

extension Node {
  /// Where a param's default stands: `pw: x`, or `pw: {default: x}`.
  fileprivate var valueSpan: Span? { scalar == nil ? self["default"]?.span : span }
}
