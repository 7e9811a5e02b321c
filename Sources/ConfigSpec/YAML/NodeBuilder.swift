/// Builds the tree of one document from libyaml's events.
struct NodeBuilder {
  /// Thrown after the reason has been reported.
  struct Stop: Error {}

  /// A finished node with its size, for the limits.
  struct Built {
    var node: Node
    var count: Int
    var height: Int
    /// Where it ends in the text that was read; for an alias not the end of its node.
    var end: Int
  }

  let file: SourceFile
  let limits: YAMLLimits
  var diagnostics: Diagnostics
  private let events: YAMLEvents
  private var anchors: [String: Built] = [:]
  private var openAnchors: Set<String> = []
  private var count = 0
  private var lastScalar: Node?
  private var suspect: Node?

  init(file: SourceFile, limits: YAMLLimits, diagnostics: Diagnostics) {
    self.file = file
    self.limits = limits
    self.diagnostics = diagnostics
    events = YAMLEvents(file)
  }

  mutating func document() -> Node? {
    do throws(Stop) {
      guard let root = try firstDocument() else {
        diagnostics.error(
          file.utf8.isEmpty ? "the file is empty" : "the file holds no value, only blanks or comments",
          at: Span(file, 0..<0), help: "a configuration file is a map of `key: value` lines")
        return nil
      }
      return root.node
    } catch {
      return nil
    }
  }

  private mutating func firstDocument() throws(Stop) -> Built? {
    var root: Built?
    while true {
      let event = try next()
      switch event.kind {
      case .streamEnd: return root
      case .documentStart:
        guard root == nil else {
          throw stop(
            "the file holds more than one document; the second begins here",
            event.range.lowerBound..<event.range.lowerBound + 3,
            help: "remove the `---`, or put the second document into a file of its own")
        }
        root = try build(next(), depth: 1)
      default: continue
      }
    }
  }

  private mutating func next() throws(Stop) -> YAMLEvent {
    do throws(YAMLEvents.Problem) {
      return try events.next()
    } catch {
      diagnostics.add(
        SyntaxProblem(file: file, problem: error, lastScalar: lastScalar, suspect: suspect).diagnostic())
      for span in LikelySecret.all(in: file) { diagnostics.conceal(span) }
      throw Stop()
    }
  }

  private mutating func build(_ event: YAMLEvent, depth: Int) throws(Stop) -> Built {
    guard depth <= limits.depth else {
      throw stop("values are nested deeper than \(limits.depth) levels", event.range, help: nil)
    }
    try take(1, event.range)
    let head = NodeHead(file: file, event: event)
    if let anchor = event.anchor { openAnchors.insert(anchor) }
    var built: Built
    switch event.kind {
    case .alias(let name): return try alias(name, event.range, depth: depth)
    case .scalar(let text, let style):
      let node = try scalar(text, style, event, head)
      built = Built(node: node, count: 1, height: 1, end: node.span.range.upperBound)
    case .sequenceStart(let isFlow): built = try sequence(head, isFlow: isFlow, depth: depth)
    case .mappingStart(let isFlow): built = try mapping(head, isFlow: isFlow, depth: depth)
    default: throw stop("the file can't be read as YAML here", event.range, help: nil)
    }
    check(tag: event.tag, head, &built.node)
    if let anchor = event.anchor {
      openAnchors.remove(anchor)
      anchors[anchor] = built
    }
    return built
  }

  private mutating func scalar(
    _ text: String, _ style: Scalar.Style, _ event: YAMLEvent, _ head: NodeHead
  ) throws(Stop) -> Node {
    guard text.utf8.count <= limits.scalarBytes else {
      throw stop(
        "this text has \(text.utf8.count) bytes; at most \(limits.scalarBytes) are allowed",
        head.content..<head.content + 1, help: "put it into a file of its own")
    }
    let end = max(head.content, event.range.upperBound)
    let node = Node(.scalar(Scalar(text, style: style)), span: Span(file, head.content..<end))
    lastScalar = node
    if suspect == nil, swallowsKeys(node) { suspect = node }
    return node
  }

  private mutating func sequence(_ head: NodeHead, isFlow: Bool, depth: Int) throws(Stop) -> Built {
    var items: [Node] = []
    var lastEnd = head.content
    var size = 1
    var height = 0
    while true {
      let event = try next()
      if case .sequenceEnd = event.kind {
        let end = isFlow ? event.range.upperBound : lastEnd
        let node = Node(
          .sequence(items), span: Span(file, head.content..<max(head.content, end)), isFlow: isFlow)
        return Built(node: node, count: size, height: height + 1, end: node.span.range.upperBound)
      }
      let item = try build(event, depth: depth + 1)
      items.append(item.node)
      lastEnd = item.end
      size += item.count
      height = max(height, item.height)
    }
  }

  private mutating func mapping(_ head: NodeHead, isFlow: Bool, depth: Int) throws(Stop) -> Built {
    var keys = MappingKeys()
    var size = 1
    var height = 0
    while true {
      let event = try next()
      if case .mappingEnd = event.kind {
        let entries = keys.entries
        let last = keys.lastOwnOffset ?? head.content
        let end = isFlow ? event.range.upperBound : last
        let node = Node(
          .mapping(entries), span: Span(file, head.content..<max(head.content, end)), isFlow: isFlow)
        return Built(node: node, count: size, height: height + 1, end: node.span.range.upperBound)
      }
      let key = try build(event, depth: depth + 1)
      var value = try build(next(), depth: depth + 1)
      size += key.count + value.count
      height = max(height, value.height)
      guard let name = key.node.scalar else {
        throw stop(KeyProblem(key: key.node, container: head.content).diagnostic(file))
      }
      if value.node.isNull, value.node.span.range.isEmpty { value.node.span = key.node.span }
      keys.lastOwnOffset = value.end
      if name.text == "<<", name.style == .plain {
        merge(value.node, into: &keys)
      } else if let first = keys.insert(Node.Entry(key: key.node, value: value.node)) {
        diagnostics.error(
          "the key \(name.text.inBackticks) stands twice in this map", at: key.node.span,
          help: "keep one of the two", related: [.init("first defined here", at: first)])
      }
    }
  }

  private mutating func merge(_ source: Node, into keys: inout MappingKeys) {
    switch source.content {
    case .mapping(let entries): keys.merge(entries)
    case .sequence(let items) where items.allSatisfy({ $0.entries != nil }):
      for item in items { keys.merge(item.entries ?? []) }
    default:
      diagnostics.error(
        "`<<` merges a map or a list of maps, found \(source.summary)", at: source.span,
        help: "name an anchor of a map: `<<: *defaults`")
    }
  }

  private mutating func alias(_ name: String, _ range: Range<Int>, depth: Int) throws(Stop) -> Built {
    if openAnchors.contains(name) {
      throw stop(
        "the alias `*\(name)` stands inside the value that it names", range,
        help: "a value can't contain itself")
    }
    guard let target = anchors[name] else {
      let suggestion = Suggestion(name, among: Array(anchors.keys).sorted())
      let hint = suggestion.closest.map { "did you mean `*\($0)`?" }
      throw stop(
        "`*\(name)` is an alias, but no anchor `&\(name)` stands before it", range,
        help: hint ?? "if this is text, put quotes around it: a value that starts with `*` is a YAML alias")
    }
    guard depth + target.height - 1 <= limits.depth else {
      throw stop("with this alias values are nested deeper than \(limits.depth) levels", range, help: nil)
    }
    try take(target.count, range)
    return Built(node: target.node, count: target.count, height: target.height, end: range.upperBound)
  }

  private mutating func take(_ nodes: Int, _ range: Range<Int>) throws(Stop) {
    count += nodes
    guard count <= limits.nodes else {
      throw stop(
        "the file has more than \(limits.nodes) values, counting what aliases repeat", range,
        help: "split the file, or use fewer aliases")
    }
  }

  private mutating func check(tag: String?, _ head: NodeHead, _ node: inout Node) {
    guard let tag, let span = head.tag else { return }
    switch (tag, node.content) {
    case ("!", .scalar), ("tag:yaml.org,2002:str", .scalar):
      if var scalar = node.scalar, scalar.style == .plain {
        scalar.style = .literal
        node.content = .scalar(scalar)
      }
    case ("tag:yaml.org,2002:map", .mapping), ("tag:yaml.org,2002:seq", .sequence): break
    default:
      diagnostics.error(
        "\(span.text.inBackticks) is a YAML tag here, not part of the value", at: span,
        help: tag.hasPrefix("tag:yaml.org")
          ? "remove it; the field decides the type"
          : SyntaxProblem.quoteHelp(rest(of: span)))
      node.isRejected = true
    }
  }

  /// Whether a quoted text runs over a line that looks like `key: …`: its closing quote is probably missing.
  private func swallowsKeys(_ node: Node) -> Bool {
    guard let style = node.scalar?.style, style == .singleQuoted || style == .doubleQuoted else {
      return false
    }
    let first = file.position(at: node.span.range.lowerBound).line
    let last = file.position(at: node.span.range.upperBound).line
    guard last > first else { return false }
    return (first + 1...min(last, first + 50)).contains { number in
      let line = SourceLine(file, number)
      return line.isItem || line.key != nil
    }
  }

  /// From a place to the end of its value, for advice to quote it.
  private func rest(of span: Span) -> Span {
    let line = SourceLine(file, span.start.line)
    return Span(file, span.range.lowerBound..<max(span.range.upperBound, line.value.upperBound))
  }

  private mutating func stop(_ message: String, _ range: Range<Int>, help: String?) -> Stop {
    stop(Diagnostic(.error, message, at: Span(file, range), help: help))
  }

  private mutating func stop(_ diagnostic: Diagnostic) -> Stop {
    diagnostics.add(diagnostic)
    return Stop()
  }
}
