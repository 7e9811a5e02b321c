import ConfigSpec
import PipelineModel

/// The policy files of a pipeline, read, merged and checked.
struct PolicyFiles {
  /// What they say together.
  private(set) var document = PolicyDocument()
  /// The same as it is written, for stages that put their own policy on top.
  private(set) var root: Node?
  /// Where each setting came from.
  private(set) var origins = Origins()
  /// What later files replaced.
  private(set) var overrides: [Override] = []
  /// Whether every file could be read.
  private(set) var isComplete = true

  init(
    _ paths: [LocalPath], _ pipeline: Node, _ interpolator: Interpolator, _ diagnostics: inout Diagnostics
  ) {
    let files = Self.read(paths, pipeline["policies"]?.items ?? [], interpolator, &diagnostics)
    isComplete = files.count == paths.count
    guard var merged = files.first else { return }
    var merge = PolicyMerge()
    for later in files.dropFirst() { merged = merge.files(merged, later) }
    root = merged
    overrides = merge.overrides
    let decoded = PolicyDocument.decode(merged, diagnostics: diagnostics)
    diagnostics = decoded.diagnostics
    document = decoded.options ?? document
    origins = decoded.origins
    checkReplaced(files, &diagnostics)
    PolicyChecks(document: document, root: merged).run(&origins, &diagnostics)
  }

  /// What happens to records that are given up.
  var deadLetters: DeadLetterLimits { document.deadLetterQueue.limits }

  /// Class and severity of failures.
  var classification: Classification { Classification(rules: document.errors.map(\.rule)) }

  /// The meaning of all policies, for their digest.
  var canonicalText: String {
    ([PolicyDocument.spec.canonicalText(document)]
      + channels.map { "channels.\($0.name)=\($0.canonicalText)" })
      .joined(separator: "\n")
  }

  /// Every effective setting besides those of services, which plans show at the stages that use them.
  var settings: [Setting] {
    guard root != nil else { return [] }
    // What stands under `with` may be secret; only the channel knows.
    let own = PolicyDocument.spec.describe(document, origins).filter { setting in
      !setting.path.hasPrefix("services.")
        && !document.channels.names.contains { setting.path.hasPrefix("channels.\($0).with") }
    }
    return own + channels.flatMap(\.settings)
  }

  private var channels: [(name: String, settings: [Setting], canonicalText: String)] {
    document.channels.compactMap { channel in
      guard let with = root?["channels"]?[channel.name]?["with"] else { return nil }
      let own = channel.value.uses.settings(with, at: "channels.\(channel.name).with")
      return (channel.name, own.settings, own.canonicalText)
    }
  }

  /// What a reader should know about policies that have no effect yet.
  var notes: [String] {
    var notes: [String] = []
    if !document.alerts.isEmpty {
      let rules = document.alerts.count == 1 ? "1 alert rule is" : "\(document.alerts.count) alert rules are"
      notes.append("\(rules) checked but not evaluated yet: nobody is told when one fires")
    }
    return notes
  }

  /// Services that nobody calls, in one sentence.
  func notes(unused used: Set<String>) -> [String] {
    let unused = document.services.names.filter { !used.contains($0) }.map { "`\($0)`" }
    switch unused.count {
    case 0: return []
    case 1: return ["no stage calls the service \(unused[0])"]
    default: return ["no stage calls the services \(unused.joined(separator: ", "))"]
    }
  }

  private static func read(
    _ paths: [LocalPath], _ items: [Node], _ interpolator: Interpolator, _ diagnostics: inout Diagnostics
  ) -> [Node] {
    var files: [Node] = []
    var seen: [String: Int] = [:]
    for (index, path) in paths.enumerated() {
      let place = items.indices.contains(index) ? items[index].span : nil
      if let first = seen.updateValue(index, forKey: path.normalized) {
        let related = items.indices.contains(first) ? items[first].span : nil
        diagnostics.error(
          "the policy file `\(path.text)` is listed twice", at: place, help: "delete one of the two",
          related: related.map { [Diagnostic.Related("the first time", at: $0)] } ?? [])
        continue
      }
      guard let raw = read(path, at: place, &diagnostics) else { continue }
      let node = interpolator.apply(to: raw, &diagnostics)
      reportDuplicates(node["alerts"]?.items ?? [], &diagnostics)
      files.append(node)
    }
    return files
  }

  private static func read(_ path: LocalPath, at place: Span?, _ diagnostics: inout Diagnostics) -> Node? {
    var found = Diagnostics()
    let node = YAMLReader().read(path: path.resolved, into: &found)
    // What can't be opened, or is empty, is a mistake of the list rather than of the file.
    if node == nil, let problem = found.sorted.first, problem.span?.file.utf8.isEmpty ?? true {
      diagnostics.error(
        "the policy file can't be used: \(problem.message)", at: place,
        help: problem.help ?? "paths are relative to the file they stand in")
      return nil
    }
    diagnostics.add(found)
    guard let node else { return nil }
    if node.isNull, node.scalar?.text.isEmpty ?? false {
      diagnostics.warning("the policy file `\(path.text)` says nothing", at: place)
      return nil
    }
    guard node.entries != nil else {
      diagnostics.error(
        "a policy file must be a map, found \(node.summary)", at: node.span,
        help: "its keys: `services`, `dead_letter_queue`, `alerts`, `routing`, `channels`, `errors`")
      return nil
    }
    return node
  }

  private static func reportDuplicates(_ alerts: [Node], _ diagnostics: inout Diagnostics) {
    var seen: [String: Span] = [:]
    for alert in alerts {
      guard let name = alert["name"], let text = name.scalar?.text else { continue }
      if let first = seen[text] {
        diagnostics.error(
          "two alerts are named `\(text)`", at: name.span, help: "give each alert a `name` of its own",
          related: [.init("the first one", at: first)])
      } else {
        seen[text] = name.span
      }
    }
  }

  /// Values that a later file replaced are checked all the same, each within its own file.
  private func checkReplaced(_ files: [Node], _ diagnostics: inout Diagnostics) {
    for file in files where overrides.contains(where: { $0.earlier.file === file.span.file }) {
      let replaced = overrides.filter { $0.earlier.file === file.span.file }.map(\.earlier.range)
      for problem in PolicyDocument.decode(file, diagnostics: Diagnostics()).diagnostics.sorted {
        guard let span = problem.span else { continue }
        if replaced.contains(where: {
          $0.lowerBound <= span.range.lowerBound && span.range.upperBound <= $0.upperBound
        }) {
          diagnostics.add(problem)
        }
      }
    }
  }
}

extension LocalPath {
  /// The path without `.` and `..` pieces, so that two ways to write it are equal.
  fileprivate var normalized: String {
    var pieces: [Substring] = []
    for piece in resolved.split(separator: "/") where piece != "." {
      if piece == "..", let last = pieces.last, last != ".." {
        pieces.removeLast()
      } else {
        pieces.append(piece)
      }
    }
    return (resolved.hasPrefix("/") ? "/" : "") + pieces.joined(separator: "/")
  }
}
