import PipelineEngine

/// A plan as a graph, for Mermaid and Graphviz.
struct PlanGraph {
  private struct Node {
    var id: String
    var label: String
    var shape: Shape
  }

  private enum Shape {
    case source
    case stage
    case sink
    case deadLetters
  }

  private struct Edge {
    var from: String
    var to: String
    var label: String?
    var isFailure = false
  }

  private let report: PlanReport
  private var nodes: [Node] = []
  private var edges: [Edge] = []

  init(_ report: PlanReport) {
    self.report = report
    var last: String?
    if let source = report.source {
      nodes.append(Node(id: "source", label: "source\n\(source.uses)", shape: .source))
      last = "source"
    }
    for (index, stage) in report.stages.enumerated() {
      let id = "stage\(index)"
      nodes.append(Node(id: id, label: "\(stage.name)\n\(stage.uses)", shape: .stage))
      if let last { edges.append(Edge(from: last, to: id, label: stage.when)) }
      edges.append(Edge(from: id, to: "dead_letters", isFailure: true))
      last = id
    }
    for (index, sink) in report.sinks.enumerated() {
      let id = "sink\(index)"
      nodes.append(Node(id: id, label: "\(sink.name)\n\(sink.destination ?? sink.uses)", shape: .sink))
      if let last { edges.append(Edge(from: last, to: id, label: sink.when)) }
    }
    nodes.append(Node(id: "dead_letters", label: "dead letters", shape: .deadLetters))
  }

  /// A Mermaid flowchart.
  var mermaid: String {
    func label(_ text: String) -> String {
      // Mermaid writes entities with `#`.
      "\"" + text.flatMap { Self.mermaidEntities[$0].map(Array.init) ?? [$0] } + "\""
    }
    var text = "---\ntitle: \(label(report.name))\n---\nflowchart TD\n"
    for node in nodes {
      let (open, close) =
        switch node.shape {
        case .source: ("([", "])")
        case .stage: ("[", "]")
        case .sink: ("[/", "/]")
        case .deadLetters: ("[(", ")]")
        }
      text += "  \(node.id)\(open)\(label(node.label))\(close)\n"
    }
    for edge in edges {
      let arrow = edge.isFailure ? "-.->" : "-->"
      text += "  \(edge.from) \(arrow)\(edge.label.map { "|\(label($0))|" } ?? "") \(edge.to)\n"
    }
    return text
  }

  /// A Graphviz digraph.
  var dot: String {
    func label(_ text: String) -> String {
      "\"" + text.flatMap { $0 == "\"" ? "\\\"" : $0 == "\\" ? "\\\\" : $0 == "\n" ? "\\n" : "\($0)" } + "\""
    }
    var text = "digraph \(label(report.name)) {\n  rankdir=TB\n  node [shape=box fontname=\"sans-serif\"]\n"
    for node in nodes {
      let shape =
        switch node.shape {
        case .source: " shape=ellipse"
        case .stage: ""
        case .sink: " shape=note"
        case .deadLetters: " shape=cylinder"
        }
      text += "  \(node.id) [label=\(label(node.label))\(shape)]\n"
    }
    for edge in edges {
      var attributes = edge.isFailure ? ["style=dashed"] : []
      if let condition = edge.label { attributes.append("label=\(label(condition))") }
      let list = attributes.isEmpty ? "" : " [\(attributes.joined(separator: " "))]"
      text += "  \(edge.from) -> \(edge.to)\(list)\n"
    }
    return text + "}\n"
  }

  private static let mermaidEntities: [Character: String] = [
    "\"": "#quot;", "<": "#lt;", ">": "#gt;", "|": "#124;", "#": "#35;", "\n": "<br/>",
  ]
}
