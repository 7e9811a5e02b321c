extension Node {
  /// This node with a later one on top; every value keeps its own file and place.
  public func merging(_ later: Node, policy: MergePolicy = MergePolicy()) -> (
    node: Node, overrides: [Override]
  ) {
    var merger = NodeMerger(policy: policy)
    let node = merger.merge(self, later, [])
    return (node, merger.overrides)
  }
}

/// One merge and what it replaced.
struct NodeMerger {
  let policy: MergePolicy
  private(set) var overrides: [Override] = []

  init(policy: MergePolicy) { self.policy = policy }

  mutating func merge(_ earlier: Node, _ later: Node, _ path: [String]) -> Node {
    var merged = later
    switch (earlier.content, later.content) {
    case (.mapping(let old), .mapping(let new)):
      merged.content = .mapping(merge(old, new, path))
    case (.sequence(let old), .sequence(let new)):
      switch policy.rule(at: path) {
      case .replace: override(earlier, later, path)
      case .append: merged.content = .sequence(old + new)
      case .laterFirst: merged.content = .sequence(new + old)
      case .byKey(let key): merged.content = .sequence(merge(old, new, by: key, path))
      }
    default: override(earlier, later, path)
    }
    return merged
  }

  private mutating func merge(_ old: [Node.Entry], _ new: [Node.Entry], _ path: [String]) -> [Node.Entry] {
    var entries = old
    var places: [String: Int] = [:]
    for (index, entry) in old.enumerated() { places[entry.name] = index }
    for entry in new {
      if let place = places[entry.name] {
        let value = merge(entries[place].value, entry.value, path + [entry.name])
        entries[place] = Node.Entry(key: entry.key, value: value)
      } else {
        entries.append(entry)
      }
    }
    return entries
  }

  private mutating func merge(_ old: [Node], _ new: [Node], by key: String, _ path: [String]) -> [Node] {
    var items = old
    var places: [String: Int] = [:]
    for (index, item) in old.enumerated() {
      if let name = item[key]?.scalar?.text, places[name] == nil { places[name] = index }
    }
    for item in new {
      if let name = item[key]?.scalar?.text, let place = places[name] {
        let parent = path.dropLast() + ["\(path.last ?? "")[\(name)]"]
        items[place] = mergeItem(items[place], item, key: key, Array(parent))
      } else {
        items.append(item)
      }
    }
    return items
  }

  /// Merges two items with one name; the name itself is no override.
  private mutating func mergeItem(_ earlier: Node, _ later: Node, key: String, _ path: [String]) -> Node {
    let before = overrides.count
    let merged = merge(earlier, later, path)
    let name = (path + [key]).joined(separator: ".")
    overrides = overrides[..<before] + overrides[before...].filter { $0.path != name }
    return merged
  }

  private mutating func override(_ earlier: Node, _ later: Node, _ path: [String]) {
    overrides.append(Override(path: path.joined(separator: "."), earlier: earlier.span, later: later.span))
  }
}
