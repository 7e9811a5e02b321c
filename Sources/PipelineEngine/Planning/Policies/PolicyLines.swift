import ConfigSpec
import Resilience

/// The layers around a stage as a plan shows them: outermost first, each with its values and their origins.
struct PolicyLines {
  let policy: EffectivePolicy
  private let settings: [Setting]

  init(_ policy: EffectivePolicy) {
    self.policy = policy
    settings = ServiceSettings.spec.describe(policy.settings.resolved, policy.origins, at: policy.path)
  }

  /// One line per layer in force, then what holds for all of them.
  var lines: [String] {
    Layer.allCases.compactMap { line($0) }
      + [line("refused calls", ["on_refusal", "max_wait"]), line("recover", below: "recover")]
  }

  /// The layers around a call that belongs to another one.
  func lines(under owner: String) -> [String] {
    Layer.allCases.compactMap { line($0) }.map { "\(owner) \($0)" }
  }

  private func line(_ layer: Layer) -> String? {
    let settings = policy.settings
    let name = layer.rawValue
    switch layer {
    case .fallback: return settings.fallback.map { "\(name): \(text($0))" }
    case .idempotency: return settings.idempotency.map { _ in line(name, below: name) }
    case .deadline: return settings.timeout.deadline.map { _ in line(name, below: name) }
    case .retry:
      if settings.retry.strategy == .none || settings.retry.maxRetries == 0 { return "\(name): none" }
      let idle = settings.retry.idleKeys + (policy.service == nil ? ["budget"] : [])
      return line(name, below: name, except: idle)
    case .circuitBreaker:
      return policy.service.map { line("\(name) of \($0)", Self.circuitKeys) }
    case .rateLimit: return settings.rateLimit.map { _ in line(shared(name), below: name) }
    case .bulkhead: return settings.bulkhead.map { _ in line(shared(name), below: name) }
    case .attemptTimeout: return settings.timeout.attempt.map { _ in line(name, below: name) }
    case .faultInjection: return settings.inject.isEmpty ? nil : line(shared(name), below: "inject")
    }
  }

  private static let circuitKeys = [
    "failure_threshold", "success_threshold", "reset_timeout", "failure_rate", "slow_call", "half_open",
    "state", "count_as_failure",
  ]

  private func shared(_ name: String) -> String { policy.service.map { "\(name) of \($0)" } ?? name }

  /// The settings under one key: `retry: max_retries 5 (a.yaml:3); default: strategy exponential`.
  private func line(_ title: String, below key: String, except: [String] = []) -> String {
    let own = relevant([key]).filter { setting in !except.contains { setting.key.hasPrefix("\(key).\($0)") } }
    return Self.line(title, own.map { (String($0.key.dropFirst(key.count).drop { $0 == "." }), $0.setting) })
  }

  private func line(_ title: String, _ keys: [String]) -> String { Self.line(title, relevant(keys)) }

  private func relevant(_ keys: [String]) -> [(key: String, setting: Setting)] {
    settings.compactMap { setting in
      let key = String(setting.path.dropFirst(policy.path.count + 1))
      return keys.contains(String(key.prefix { $0 != "." && $0 != "[" })) ? (key, setting) : nil
    }
  }

  private static func line(_ title: String, _ settings: [(key: String, setting: Setting)]) -> String {
    var written: [String] = []
    var defaults: [String] = []
    for (key, setting) in settings {
      let text = key.isEmpty ? setting.value : "\(key) \(setting.value)"
      switch setting.origin {
      case .file: written.append("\(text) (\(setting.origin.label))")
      case .default: defaults.append(text)
      }
    }
    var parts = written.isEmpty ? [] : [written.joined(separator: ", ")]
    if !defaults.isEmpty { parts.append("default: " + defaults.joined(separator: ", ")) }
    return "\(title): " + parts.joined(separator: "; ")
  }

  private func text(_ fallback: FallbackSettings) -> String {
    let classes = FailureClass.allCases.filter(fallback.classes.contains).map(\.name)
    let substitute =
      fallback.service.map { "service \($0.value)" }
      ?? (fallback.skip ? "skip" : "value \(fallback.value?.text() ?? "null")")
    let origin = policy.origins["\(policy.path).fallback"].label
    return "\(substitute) for \(classes.joined(separator: ", ")) (\(origin))"
  }
}
