import ConfigSpec

/// The params of a pipeline file with the values they have in this run.
struct ParamValues {
  /// In the order of the file.
  private(set) var values: [(name: String, value: String)] = []
  /// Replaces `${name}` in the files of this pipeline.
  private(set) var interpolator: Interpolator

  init(_ root: Node, _ input: PlanInput, _ diagnostics: inout Diagnostics) {
    interpolator = Interpolator(environment: input.environment)
    var declared = OrderedMap<ParamOptions>()
    let node = root["params"]
    if let node {
      // Wrong params are reported when the whole document is decoded; here they only count as unset.
      var decoding = Decoding()
      declared =
        OrderedMap<ParamOptions>.decode(interpolator.apply(to: node, &decoding.diagnostics), &decoding)
        ?? declared
    }
    var chosen: [String: String] = [:]
    for (name, value) in input.settings {
      if declared[name] == nil {
        let help = Suggestion(name, among: declared.names).help("params of the file")
        diagnostics.error(
          "`--set \(name)=…` names no param of `\(input.file)`", at: nil,
          help: help ?? "the file declares no `params`")
      }
      chosen[name] = value
    }
    for entry in declared {
      guard let value = chosen[entry.name] ?? entry.value.standard else {
        let span = node?.entry(entry.name)?.key.span
        diagnostics.error(
          "the param `\(entry.name)` is not set and has no default", at: span,
          help: "run with `--set \(entry.name)=VALUE`, or write `\(entry.name): {default: VALUE}`")
        continue
      }
      values.append((entry.name, value))
    }
    interpolator.params = Dictionary(
      values.map { ($0.name, Interpolator.Param($0.value)) }, uniquingKeysWith: { first, _ in first })
  }

  /// The params for people, without the values of those that are `secrets`.
  func report(_ root: Node, _ input: PlanInput, secrets: Set<String>) -> [PlanReport.Param] {
    values.map { name, value in
      let entry = root["params"]?.entry(name)
      let isSet = input.settings.contains { $0.name == name }
      return PlanReport.Param(
        name: name, value: secrets.contains(name) ? Secret(value).description : value,
        origin: isSet ? "--set" : entry?.value.span.lineLabel ?? "default",
        description: entry?.value["description"]?.scalar?.text ?? "")
    }
  }

  /// The params that expressions read: they are a part of the plan's meaning, of secrets the name alone.
  func canonicalLines(used expressions: [String], secrets: Set<String>) -> [String] {
    values.filter { param in
      expressions.contains { $0.contains("params.\(param.name)") || $0.contains("params[") }
    }
    .map { name, value in
      "params.\(name)=\(secrets.contains(name) ? Secret(value).description : JSONValue.string(value).text())"
    }
  }
}
