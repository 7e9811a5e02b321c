import ArgumentParser

/// `pipeline steps [NAME]`.
struct StepsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "steps", abstract: "Lists the sources, steps and sinks, or explains one of them.",
    discussion: """
      Examples:
        pipeline steps
        pipeline steps csv
      """)

  @Argument(
    help: "What stands after `uses`.",
    completion: .list(PartList.standard.names))
  var name: String?

  func run() throws {
    let output = StandardStream.output
    let width = output.isTerminal ? output.size.columns : 110
    let list = PartList.standard
    guard let name else {
      try output.deliver(list.lines)
      return
    }
    let found = list.parts(named: name)
    if found.isEmpty { throw list.unknown(name) }
    try output.deliver(found.enumerated().flatMap { ($0 > 0 ? [StyledLine()] : []) + $1.lines(width: width) })
  }
}
