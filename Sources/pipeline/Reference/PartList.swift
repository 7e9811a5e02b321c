import ConfigSpec
import PipelineModel

/// All parts of the catalog, for lists and pages.
struct PartList {
  /// What a part can be used as.
  enum Kind: String, CaseIterable {
    case source
    case step
    case sink
  }

  let parts: [PartPage]

  static var standard: PartList { PartList(.standard) }

  init(_ catalog: Catalog) {
    parts =
      catalog.sources.map { PartPage(kind: .source, name: $0.name, outline: $0.outline) }
      + catalog.steps.map { PartPage(kind: .step, name: $0.name, outline: $0.outline) }
      + catalog.sinks.map { PartPage(kind: .sink, name: $0.name, outline: $0.outline) }
  }

  /// Every name once, for completion.
  var names: [String] {
    var seen: Set<String> = []
    return parts.map(\.name).filter { seen.insert($0).inserted }
  }

  /// One line a part, under its kind.
  var lines: [StyledLine] {
    var lines: [StyledLine] = []
    for kind in Kind.allCases {
      let members = parts.filter { $0.kind == kind }
      if members.isEmpty { continue }
      if !lines.isEmpty { lines.append(StyledLine()) }
      lines.append(StyledLine("\(kind.rawValue)s", .bold))
      var table = TextTable([.init(title: ""), .init(title: "")], indent: 2)
      for part in members { table.add([.init(part.name, .cyan), .init(part.outline.doc)]) }
      lines += table.lines
    }
    return lines + [StyledLine(), StyledLine("`pipeline steps NAME` explains one of them", .dim)]
  }

  /// A name can be both a source and a sink.
  func parts(named name: String) -> [PartPage] { parts.filter { $0.name == name } }

  func unknown(_ name: String) -> CommandProblem {
    CommandProblem(
      "there is no source, step or sink `\(name)`", help: Suggestion(name, among: names).help("names"))
  }
}
