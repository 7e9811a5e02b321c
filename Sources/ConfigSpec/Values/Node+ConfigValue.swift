extension Node: ConfigValue {
  /// Anything.
  public static var shape: Shape { .any }

  /// Keeps the node as it is, for a spec that is chosen later.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> Node? { node }

  /// The node as plain data for people; a digest takes the options decoded from it instead.
  public func json(for purpose: JSONPurpose) -> JSONValue {
    purpose == .digest ? .null : JSONValue(self)
  }
}
