import ConfigSpec
import PipelineModel

/// Plans source, stages and sinks of a document, in the order in which records pass them.
struct PartPlanner {
  let catalog: Catalog
  let document: PipelineDocument
  let root: Node
  let params: [(name: String, value: String)]
  let file: String
  let policies: PolicyFiles
  var diagnostics: Diagnostics

  private(set) var source: (any Source)?
  private(set) var stages: [PlannedStage] = []
  private(set) var sinks: [PlannedSink] = []
  private(set) var sourceReport: PlanReport.Part?
  private(set) var stageReports: [PlanReport.Part] = []
  private(set) var sinkReports: [PlanReport.Part] = []
  /// The plan's meaning, one setting a line.
  var canonical: [String] = []
  /// The meaning of the stages' policies, one stage a line.
  var canonicalPolicies: [String] = []
  /// The services that stages call.
  var usedServices: Set<String> = []
  /// The texts of all expressions, to see which params they read.
  var expressionTexts: [String] = []
  var width = 0
  private var schema = Schema(columns: [])
  private(set) var expressions = ExpressionCompiler(
    params: [], identity: RecordIdentity(operation: "", files: []))

  init(
    catalog: Catalog, document: PipelineDocument, root: Node, diagnostics: Diagnostics, file: String,
    params: [(name: String, value: String)], policies: PolicyFiles
  ) {
    self.catalog = catalog
    self.document = document
    self.root = root
    self.diagnostics = diagnostics
    self.file = file
    self.params = params
    self.policies = policies
  }

  mutating func plan() {
    canonical.append("name=\(document.name)")
    planSource()
    let files = source?.files ?? []
    expressions = ExpressionCompiler(
      params: params,
      identity: RecordIdentity(operation: Run.operation(name: document.name, files: files), files: files))
    reportDuplicates(document.stages.map(\.name), at: "stages", "stage")
    for (index, stage) in document.stages.enumerated() { plan(stage, index) }
    let options = document.sink.map { [$0] } ?? document.sinks
    reportDuplicates(options.map { $0.name ?? $0.uses }, at: "sinks", "sink")
    for (index, sink) in options.enumerated() { plan(sink, index, isLast: index == options.count - 1) }
    reportSharedPaths()
    if sinks.isEmpty, document.source == nil {
      sinks = [
        PlannedSink(
          name: "drop", uses: "drop", when: nil, continues: false, encoder: nil, destination: .nowhere)
      ]
    }
  }

  private mutating func planSource() {
    guard let options = document.source else {
      // A misspelt `source` has been reported; the columns are then unknown, not absent.
      if root["source"] == nil, diagnostics.hasErrors { schema = .unknown }
      return
    }
    guard let node = root["source"], let span = node["uses"]?.span else { return }
    guard let part = catalog.sources.first(where: { $0.name == options.uses }) else {
      reportUnknown(options.uses, "source", at: span, among: catalog.sources.map(\.name))
      schema = .unknown
      return
    }
    let with = options.with ?? Node(.mapping([]), span: span)
    var planning = SourcePlanning(
      decoding: Decoding(diagnostics: diagnostics), path: "source.with", span: span)
    let (source, settings) = part.plan(with, &planning)
    self.source = source
    diagnostics = planning.decoding.diagnostics
    schema = source?.schema ?? .unknown
    width = (schema.columns.map(\.slot) + [schema.restSlot ?? -1]).max().map { $0 + 1 } ?? 0
    canonical.append("source.uses=\(options.uses)")
    canonical.append("source.with=\(settings.canonicalText)")
    sourceReport = PlanReport.Part(
      name: "source", uses: options.uses, settings: settings.settings, columns: schema.columns, policies: [])
  }

  private mutating func plan(_ options: StageOptions, _ index: Int) {
    guard let node = root["stages"]?.items?[index], let span = node["uses"]?.span else { return }
    let when = options.when.flatMap { expressions.predicate($0, schema, &diagnostics) }
    if let text = options.when?.text { expressionTexts.append(text) }
    guard let part = catalog.steps.first(where: { $0.name == options.uses }) else {
      reportUnknown(options.uses, "step", at: span, among: catalog.steps.map(\.name))
      schema = Schema(columns: schema.columns, isOpen: true)
      return
    }
    let path = "stages[\(index)].with"
    let with = options.with ?? Node(.mapping([]), span: span)
    var planning = StepPlanning(
      stage: options.name, input: schema, decoding: Decoding(diagnostics: diagnostics), path: path,
      span: span,
      expressions: expressions, isConditional: options.when != nil, width: width)
    let before = planning
    var (work, settings) = part.plan(with, &planning)
    diagnostics = planning.decoding.diagnostics
    width = planning.width
    let input = schema
    schema = Self.output(of: planning, isConditional: options.when != nil)
    // After a mistake further names may be columns, so that one mistake is reported once.
    if work == nil { schema = Schema(columns: schema.columns, isOpen: true) }
    let calls = CallPlanning(
      stage: options, index: index, node: node, part: part, with: with, before: before, after: planning)
    let policies = plan(calls, &work)
    let prefix = "stages[\(options.name)]"
    canonical += ["\(prefix).uses=\(options.uses)", "\(prefix).with=\(settings.canonicalText)"]
    if let when = options.when { canonical.append("\(prefix).when=\(when.text)") }
    expressionTexts.append(settings.canonicalText)
    let component = options.component.map { component in
      Setting(
        path: "stages[\(index)].component", value: component,
        origin: (node["component"]?.span).map { .file($0) } ?? .default)
    }
    stageReports.append(
      PlanReport.Part(
        name: options.name, uses: options.uses, when: options.when?.text,
        settings: settings.settings + [component].compactMap { $0 }, columns: schema.columns,
        policies: policies))
    if let work {
      var stage = PlannedStage(
        name: options.name, uses: options.uses, work: work, when: when,
        carries: options.when == nil ? [] : planning.carries, input: input, output: schema)
      stage.component = options.component
      stages.append(stage)
    }
  }

  /// Records that a conditional stage doesn't touch keep what they had: a column it changes may hold either.
  private static func output(of planning: StepPlanning, isConditional: Bool) -> Schema {
    var output = planning.output
    if !isConditional { return output }
    for column in output.columns where planning.input[column.name] != column {
      var either = column
      if let before = planning.input[column.name] {
        if before.type != column.type { either.type = .dynamic }
        either.isNullable = column.isNullable || before.isNullable
      } else {
        either.isNullable = true
      }
      output.set(either)
    }
    return output
  }

  private mutating func plan(_ options: SinkOptions, _ index: Int, isLast: Bool) {
    let name = options.name ?? options.uses
    let isShort = document.sink != nil
    let path = isShort ? "sink" : "sinks[\(index)]"
    guard let node = isShort ? root["sink"] : root["sinks"]?.items?[index], let span = node["uses"]?.span
    else {
      return
    }
    let when = options.when.flatMap { expressions.predicate($0, schema, &diagnostics) }
    if let text = options.when?.text { expressionTexts.append(text) }
    if node["when"] == nil, !options.continues, !isLast {
      diagnostics.error(
        "the sinks after `\(name)` never get a record: it takes all of them", at: node["uses"]?.span,
        help: "give it a `when`, let it go on with `continue: true`, or put it last")
    }
    if options.continues, isLast {
      diagnostics.error(
        "`continue: true` does nothing on the last sink", at: node["continue"]?.span, help: "delete it")
    }
    guard let part = catalog.sinks.first(where: { $0.name == options.uses }) else {
      reportUnknown(options.uses, "sink", at: span, among: catalog.sinks.map(\.name))
      return
    }
    let with = options.with ?? Node(.mapping([]), span: span)
    var planning = SinkPlanning(
      schema: schema, decoding: Decoding(diagnostics: diagnostics), path: "\(path).with", span: span)
    let (output, settings) = part.plan(with, &planning)
    diagnostics = planning.decoding.diagnostics
    canonical += ["sinks[\(name)].uses=\(options.uses)", "sinks[\(name)].with=\(settings.canonicalText)"]
    if let when = options.when { canonical.append("sinks[\(name)].when=\(when.text)") }
    if options.continues { canonical.append("sinks[\(name)].continue=true") }
    guard let output else { return }
    sinks.append(
      PlannedSink(
        name: name, uses: options.uses, when: when, continues: options.continues, encoder: output.encoder,
        destination: output.destination))
    sinkReports.append(
      PlanReport.Part(
        name: name, uses: options.uses, when: options.when?.text, settings: settings.settings, columns: [],
        destination: output.destination.text, delivery: output.destination.delivery, policies: []))
  }

  private mutating func reportUnknown(_ name: String, _ kind: String, at span: Span, among names: [String]) {
    diagnostics.error(
      "there is no \(kind) `\(name)`", at: span, help: Suggestion(name, among: names).help("\(kind)s"))
  }

  private mutating func reportDuplicates(_ names: [String], at key: String, _ kind: String) {
    var first: [String: Int] = [:]
    for (index, name) in names.enumerated() where !name.isEmpty {
      guard let earlier = first[name] else {
        first[name] = index
        continue
      }
      let items = root[key]?.items
      let place = { (index: Int) in items?[index]["name"]?.span ?? items?[index]["uses"]?.span }
      diagnostics.error(
        "two \(kind)s are named `\(name)`", at: place(index),
        help: "give each \(kind) a `name` of its own",
        related: place(earlier).map { [Diagnostic.Related("the first one", at: $0)] } ?? [])
    }
  }

  private mutating func reportSharedPaths() {
    var taken: [String: String] = [:]
    for (index, sink) in sinks.enumerated() {
      guard case .file(let file) = sink.destination else { continue }
      if let other = taken[file.path] {
        let node = root["sinks"]?.items?[index]
        diagnostics.error(
          "the sinks `\(other)` and `\(sink.name)` write to one file", at: node?["with"]?["path"]?.span,
          help: "give each sink a path of its own")
      }
      taken[file.path] = sink.name
      let place = (document.sink == nil ? root["sinks"]?.items?[index] : root["sink"])?["with"]?["path"]?.span
      if let problem = OutputPathProblem(file.path, sources: source?.files ?? [], patterns: sourcePatterns) {
        diagnostics.error("the sink `\(sink.name)` \(problem.message)", at: place, help: problem.help)
      }
    }
  }

  /// The paths of the source as they are written: a glob may match an output that isn't there yet.
  private var sourcePatterns: [String] {
    guard let node = root["source"]?["with"]?["path"] else { return [] }
    var decoding = Decoding()
    return OneOrMany<LocalPath>.decode(node, &decoding)?.items.map(\.absolute) ?? []
  }
}

extension SinkDestination {
  /// What is promised about the output, for plans.
  var delivery: String {
    switch self {
    case .file: "exactly once"
    case .standardOutput: "at least once (what was printed can't be taken back)"
    case .nowhere: "counted only"
    }
  }
}
