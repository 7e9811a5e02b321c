public import ConfigSpec

/// `policy` of a stage, as it is written; it is read together with what the stage's service says.
public struct StagePolicy: ConfigValue {
  /// The mapping.
  public var node: Node

  /// The options of a service, without those that all its stages share.
  public static var shape: Shape {
    .options(
      SpecReference {
        var outline = ServiceSettings.spec.outline
        outline.name = "StagePolicy"
        outline.doc = "What one stage says about its calls, on top of what its service says."
        outline.keys.removeAll { ServiceSettings.sharedKeys.contains($0.name) }
        return outline
      })
  }

  /// Keeps a mapping as it is.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> StagePolicy? {
    guard node.entries != nil else {
      decoding.reject(node, "a map", help: "its keys: \(keys.map { "`\($0)`" }.joined(separator: ", "))")
      return nil
    }
    return StagePolicy(node: node)
  }

  /// The keys that a stage may set.
  static var keys: [String] {
    ServiceSettings.spec.keys.filter { !ServiceSettings.sharedKeys.contains($0) }
  }

  /// Nothing; plans and digests show the policy in force instead.
  public func json(for purpose: JSONPurpose) -> JSONValue { .null }
}
