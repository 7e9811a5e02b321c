import ConfigSpec
import PipelineModel
import Resilience

/// What holds for the calls of one stage: its service's options with its own on top.
struct EffectivePolicy {
  /// The service's name.
  var service: String?
  /// What all stages of the service share.
  var shared: ServiceSettings?
  /// What holds for the stage.
  var settings: ServiceSettings
  /// Where each setting came from.
  var origins: Origins
  /// The path of the stage's policy in the pipeline file.
  var path: String

  /// The policy for the policy layer; key, reroute and compensation are added by who plans the step.
  var callPolicy: CallPolicy {
    var policy = CallPolicy()
    policy.stack.fallback = settings.fallback?.options
    policy.stack.idempotency = settings.idempotency?.options
    policy.stack.timeout = settings.timeout
    policy.stack.retry = settings.retry
    policy.stack.retry.budget = nil
    policy.stack.refusal = settings.refusal
    policy.stack.recovery = settings.recovery
    if let service, let shared { policy.service = shared.servicePolicy(named: service) }
    return policy
  }

  /// The meaning of the policy, for a digest.
  var canonicalText: String {
    "\(service ?? "-") \(ServiceSettings.spec.canonicalText(settings.resolved))"
  }

  /// Where a setting of the policy stands, if it was written.
  func span(of key: String) -> Span? {
    if case .file(let span) = origins["\(path).\(key)"] { span } else { nil }
  }
}

extension ServiceSettings {
  /// The shared part, for the policy layer.
  func servicePolicy(named name: String) -> ServicePolicy {
    var options = ServiceOptions()
    options.circuitBreaker = circuitBreaker
    options.rateLimit = rateLimit
    options.bulkhead = bulkhead
    return ServicePolicy(
      name: name, options: options, retryBudget: retry.budget,
      faults: inject.isEmpty ? nil : FaultInjectionOptions(rules: inject))
  }

  /// The same settings with every default that depends on others written out.
  var resolved: ServiceSettings {
    var resolved = self
    resolved.circuitBreaker.failureThreshold = circuitBreaker.effectiveFailureThreshold
    resolved.circuitBreaker.halfOpen.maxCalls = circuitBreaker.effectiveMaxCalls
    resolved.circuitBreaker.halfOpen.lease = circuitBreaker.effectiveLease(attemptTimeout: timeout.attempt)
    resolved.retry.jitter = retry.effectiveJitter
    return resolved
  }
}
