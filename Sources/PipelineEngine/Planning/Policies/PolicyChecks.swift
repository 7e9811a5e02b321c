import ConfigSpec
import Resilience

/// Checks what policy files say about each other: channels that routing names, services that fallbacks name.
struct PolicyChecks {
  let document: PolicyDocument
  let root: Node

  func run(_ origins: inout Origins, _ diagnostics: inout Diagnostics) {
    checkChannels(&origins, &diagnostics)
    checkFallbacks(&diagnostics)
    checkSlowCalls(&diagnostics)
    for channel in document.routing.standard + document.routing.rules.flatMap(\.channels) {
      checkChannel(channel, &diagnostics)
    }
  }

  private func checkChannels(_ origins: inout Origins, _ diagnostics: inout Diagnostics) {
    for channel in document.channels {
      guard let node = root["channels"]?[channel.name], let uses = node["uses"] else { continue }
      var decoding = Decoding(diagnostics: diagnostics)
      channel.value.uses.check(
        node["with"], at: "channels.\(channel.name).with", owner: uses.span, &decoding)
      diagnostics = decoding.diagnostics
      origins.add(decoding.origins)
    }
  }

  private func checkChannel(_ channel: Located<String>, _ diagnostics: inout Diagnostics) {
    let wellKnown = ChannelKind.allCases.map(\.rawValue)
    if document.channels[channel.value] != nil || wellKnown.contains(channel.value) { return }
    let names = document.channels.names + wellKnown.filter { document.channels[$0] == nil }
    diagnostics.error(
      "there is no channel `\(channel.value)`", at: channel.span,
      help: Suggestion(channel.value, among: names).closest.map { "did you mean `\($0)`?" }
        ?? "declare it under `channels`, or use one of \(wellKnown.map { "`\($0)`" }.joined(separator: ", "))"
    )
  }

  private func checkFallbacks(_ diagnostics: inout Diagnostics) {
    for service in document.services {
      guard let other = service.value.fallback?.service else { continue }
      check(fallback: other, of: service.name, &diagnostics)
    }
  }

  /// Only where both stand on the service: a single stage may be less patient than the service is slow.
  private func checkSlowCalls(_ diagnostics: inout Diagnostics) {
    for service in document.services {
      guard let slow = service.value.circuitBreaker.slowCall?.threshold,
        let attempt = service.value.timeout.attempt, slow > attempt
      else { continue }
      let node = root["services"]?[service.name]?["slow_call"]
      diagnostics.error(
        "`threshold` must be at most `timeout` (\(attempt.configText)), found \(slow.configText)",
        at: node?["threshold"]?.span ?? node?.span,
        help: "an attempt is cut off at its `timeout`, so none would ever be slow")
    }
  }

  /// Reports a fallback service that doesn't exist, or is the service itself.
  func check(fallback: Located<String>, of service: String?, _ diagnostics: inout Diagnostics) {
    if fallback.value == service {
      diagnostics.error(
        "the service `\(fallback.value)` is its own fallback", at: fallback.span, help: "name another service"
      )
    } else if document.services[fallback.value] == nil {
      diagnostics.error(
        "there is no service `\(fallback.value)`", at: fallback.span,
        help: Suggestion(fallback.value, among: document.services.names).help("services")
          ?? "declare it under `services` in a policy file")
    }
  }
}
