import ConfigSpec
import Resilience

/// Puts later policies on top of earlier ones: maps per key, alerts by name, rules of the later file first.
///
/// Keys that exclude each other make way: a later `timeout` replaces an earlier `timeout_ms`, a later fallback
/// the whole earlier one.
struct PolicyMerge {
  /// What later policies replaced.
  private(set) var overrides: [Override] = []

  private static let lists = MergePolicy([
    "alerts": .byKey("name"), "errors": .laterFirst, "routing.rules": .laterFirst,
  ])

  /// Merges two policy files.
  mutating func files(_ earlier: Node, _ later: Node) -> Node {
    var earlier = earlier
    for service in later["services"]?.entries ?? [] {
      earlier = earlier.changing(["services", service.name]) {
        makeWay($0, for: service.value, "services.\(service.name)")
      }
    }
    for channel in later["channels"]?.entries ?? [] {
      guard let uses = channel.value["uses"]?.scalar?.text else { continue }
      earlier = earlier.changing(["channels", channel.name]) { node in
        guard let before = node["uses"]?.scalar?.text, before != uses else { return node }
        return remove(["with"], from: node, for: channel.value["uses"], "channels.\(channel.name)")
      }
    }
    return merge(earlier, later)
  }

  /// Merges what a stage says into what its service says.
  mutating func policies(_ service: Node, _ stage: Node) -> Node {
    merge(makeWay(service, for: stage, "policy"), stage)
  }

  private mutating func merge(_ earlier: Node, _ later: Node) -> Node {
    let merged = earlier.merging(later, policy: Self.lists)
    overrides += merged.overrides
    return merged.node
  }

  private mutating func makeWay(_ earlier: Node, for later: Node, _ path: String) -> Node {
    var earlier = earlier
    for (short, long) in [("timeout", "timeout_ms"), ("reset_timeout", "reset_timeout_ms")] {
      for (old, new) in [(short, long), (long, short)] where later[new] != nil && later[old] == nil {
        earlier = remove([old], from: earlier, for: later[new], path)
      }
    }
    earlier = remove(["fallback"], from: earlier, for: later["fallback"], path)
    if later["bulkhead"]?["max_queue"]?.scalar?.text == "0" {
      earlier = earlier.changing(["bulkhead"]) {
        remove(["max_wait"], from: $0, for: later["bulkhead"]?["max_queue"], "\(path).bulkhead")
      }
    }
    guard let retry = later["retry"] else { return earlier }
    return earlier.changing(["retry"]) { node in
      var node = remove(["jitter"], from: node, for: retry["jitter"], "\(path).retry")
      if let strategy = retry["strategy"]?.scalar?.text, strategy != node["strategy"]?.scalar?.text {
        node = remove(RetryOptions.waits, from: node, for: retry["strategy"], "\(path).retry")
      }
      if retry["max_retries"]?.scalar?.text == "0" {
        node = remove(RetryOptions.waits, from: node, for: retry["max_retries"], "\(path).retry")
      }
      return node
    }
  }

  private mutating func remove(_ keys: [String], from node: Node, for later: Node?, _ path: String) -> Node {
    guard let later, case .mapping(let entries) = node.content else { return node }
    for entry in entries where keys.contains(entry.name) {
      overrides.append(
        Override(path: "\(path).\(entry.name)", earlier: entry.value.span, later: later.span))
    }
    var node = node
    node.content = .mapping(entries.filter { !keys.contains($0.name) })
    return node
  }
}

extension Node {
  /// The node with the value at a path of keys changed; as it was if there is none.
  fileprivate func changing(_ path: [String], _ change: (Node) -> Node) -> Node {
    guard let key = path.first else { return change(self) }
    guard case .mapping(var entries) = content, let index = entries.firstIndex(where: { $0.name == key })
    else {
      return self
    }
    entries[index].value = entries[index].value.changing(Array(path.dropFirst()), change)
    var node = self
    node.content = .mapping(entries)
    return node
  }
}
