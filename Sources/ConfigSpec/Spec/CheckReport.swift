/// How a check says what is wrong, and asks what was written.
public struct CheckReport {
  var decoding: Decoding
  let node: Node
  /// How the fields were written, where another spelling than the first was taken.
  let spellings: [String: String]

  /// Whether the key was written, rather than left at its default.
  public func isSet(_ key: String) -> Bool { place(of: key).isExact }

  /// Where the value of a key stands, if it was written.
  public func span(of key: String) -> Span? {
    let place = place(of: key)
    return place.isExact ? place.span : nil
  }

  /// The `${file:…}` that stand in the value of a key, or below it.
  public func fileReferences(in key: String) -> [Interpolation] {
    hiddenReferences(in: key).filter { $0.reference.hasPrefix("${file:") }
  }

  /// The references in the value of a key, or below it, whose values must not be shown.
  public func hiddenReferences(in key: String) -> [Interpolation] {
    let place = place(of: key)
    return place.isExact ? place.node.interpolations.filter(\.isHidden) : []
  }

  /// Hides the value of a key in every excerpt.
  public mutating func conceal(_ key: String) {
    if let span = span(of: key) { decoding.diagnostics.conceal(span) }
  }

  /// Reports an error at a key's value; for a key that was not written, at the nearest thing that was.
  public mutating func error(_ message: String, at key: String, help: String? = nil) {
    decoding.diagnostics.error(message, at: place(of: key).span, help: help, related: [])
  }

  /// Warns at a key's value.
  public mutating func warning(_ message: String, at key: String, help: String? = nil) {
    decoding.diagnostics.warning(message, at: place(of: key).span, help: help)
  }

  private func place(of key: String) -> (span: Span, node: Node, isExact: Bool) {
    var current = node
    var span = decoding.keySpan ?? node.entries?.first?.key.span ?? node.span
    for part in key.split(separator: ".") {
      let name = part.prefix { $0 != "[" }
      let written = current.span == node.span ? spellings[String(name)] : nil
      guard let entry = current.entry(written ?? String(name)) else { return (span, current, false) }
      current = entry.value
      if let index = part.dropFirst(name.count + 1).split(separator: "]").first.flatMap({ Int($0) }) {
        guard let items = current.items, items.indices.contains(index) else {
          return (entry.value.span, current, false)
        }
        current = items[index]
      }
      span = current.entries == nil ? current.span : entry.key.span
    }
    return (span, current, true)
  }
}

extension Node {
  /// All that `${…}` put into it.
  fileprivate var interpolations: [Interpolation] {
    switch content {
    case .scalar(let scalar): scalar.interpolations
    case .sequence(let items): items.flatMap(\.interpolations)
    case .mapping(let entries): entries.flatMap(\.value.interpolations)
    }
  }
}
