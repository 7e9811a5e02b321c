import ConfigSpec
import Resilience

/// Finds the policy in force for a stage, and what is wrong with it.
struct PolicyResolver {
  let policies: PolicyFiles

  /// The options of a service with those of a stage on top; a service that doesn't exist says nothing.
  ///
  /// - Parameters:
  ///   - path: where the stage's policy stands in the pipeline file.
  ///   - idle: keys that do nothing here, with the reason; what the service says about them is left out.
  func resolve(
    service: Located<String>?, _ stage: StagePolicy?, at path: String, idle: [String: String] = [:],
    _ diagnostics: inout Diagnostics
  ) -> EffectivePolicy {
    let shared = service.flatMap { policies.document.services[$0.value] }
    if let service, shared == nil { reportUnknown(service, &diagnostics) }
    let errors = diagnostics.errorCount
    let own = stage.map { allowed($0.node, service?.value, idle, &diagnostics) }
    let base = service.flatMap { policies.root?["services"]?[$0.value] }
      .map { $0.removing(Set(idle.keys)) }
    var merge = PolicyMerge()
    let node =
      switch (base, own) {
      case (let base?, let own?): merge.policies(base, own)
      case (let one?, nil), (nil, let one?): one
      case (nil, nil): Node?.none
      }
    var decoding = Decoding(diagnostics: diagnostics, path: path)
    var settings = node.flatMap { ServiceSettings.decode($0, &decoding) } ?? ServiceSettings()
    diagnostics = decoding.diagnostics
    // A service that falls back when it refuses waits where there is nothing to fall back from.
    if idle["fallback"] != nil, own?["on_refusal"] == nil, settings.refusal.onRefusal == .fallback {
      settings.refusal.onRefusal = .wait
    }
    let effective = EffectivePolicy(
      service: service?.value, shared: shared, settings: settings, origins: decoding.origins, path: path)
    if diagnostics.errorCount == errors { check(effective, &diagnostics) }
    return effective
  }

  private func check(_ policy: EffectivePolicy, _ diagnostics: inout Diagnostics) {
    if policy.settings.refusal.onRefusal == .fallback, policy.settings.fallback == nil {
      diagnostics.error(
        "`on_refusal: fallback` needs a `fallback`", at: policy.span(of: "on_refusal"),
        help: "add for example `fallback: {value: null}`")
    }
    if let fallback = policy.settings.fallback?.service, let root = policies.root {
      PolicyChecks(document: policies.document, root: root)
        .check(fallback: fallback, of: policy.service, &diagnostics)
    } else if let fallback = policy.settings.fallback?.service {
      reportUnknown(fallback, &diagnostics)
    }
  }

  private func reportUnknown(_ service: Located<String>, _ diagnostics: inout Diagnostics) {
    // What is wrong with a policy file that can't be read is its own problem.
    if !policies.isComplete { return }
    diagnostics.error(
      "there is no service `\(service.value)`", at: service.span,
      help: Suggestion(service.value, among: policies.document.services.names).help("services")
        ?? "declare it under `services` in a policy file")
  }

  /// The keys that a stage may set; the others are reported.
  private func allowed(
    _ node: Node, _ service: String?, _ idle: [String: String], _ diagnostics: inout Diagnostics
  ) -> Node {
    var refused: Set<String> = []
    for entry in node.entries ?? [] {
      if let reason = idle[entry.name] {
        diagnostics.error("`\(entry.name)` \(reason)", at: entry.key.span, help: "delete it")
      } else if ServiceSettings.sharedKeys.contains(entry.name) {
        reportShared(entry.name, at: entry.key.span, service, &diagnostics)
      } else if !StagePolicy.keys.contains(entry.name) {
        diagnostics.error(
          "unknown key `\(entry.name)` in `policy`", at: entry.key.span,
          help: Suggestion(entry.name, among: StagePolicy.keys).help("allowed keys"))
      } else {
        continue
      }
      refused.insert(entry.name)
    }
    if let budget = node["retry"]?.entry("budget") {
      reportShared("budget", at: budget.key.span, service, &diagnostics)
      refused.insert("retry")
    }
    return node.removing(refused)
  }

  private func reportShared(
    _ key: String, at span: Span, _ service: String?, _ diagnostics: inout Diagnostics
  ) {
    let parent = key == "budget" ? ".retry" : ""
    diagnostics.error(
      "`\(key)` is shared by all stages of a service", at: span,
      help: service.map { "set it under `services.\($0)\(parent)` in a policy file" }
        ?? "name a `service`, and set it under that service in a policy file")
  }
}

extension Node {
  /// The mapping without some keys.
  fileprivate func removing(_ keys: Set<String>) -> Node {
    guard case .mapping(let entries) = content, !keys.isEmpty else { return self }
    var node = self
    node.content = .mapping(entries.filter { !keys.contains($0.name) })
    return node
  }
}
