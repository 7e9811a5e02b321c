import ArgumentParser
import PipelineEngine
import PipelineModel

/// `pipeline dlq export FILE`.
struct DeadLetterExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes dead letters as JSON Lines, oldest first.")

  private static let page = 1000

  @OptionGroup var state: StateArguments
  @OptionGroup var selection: DeadLetterSelection

  @Option(
    help: ArgumentHelp("Writes to a new file instead of the standard output.", valueName: "path"),
    completion: .file())
  var output: String?

  func run() throws {
    let store = try state.store()
    defer { store.close() }
    let letters = DeadLetterStore(store: store)
    let selection = try selection.selection(in: letters)
    let target = try output.map { try ExportFile($0) }
    let redelivery = try letters.redelivery()
    var last: Int64 = 0
    var count: Int64 = 0
    var damaged: [DeadLetter] = []
    while true {
      let page = try letters.letters(selection, after: last, limit: Self.page)
      guard let end = page.last else { break }
      damaged += page.filter(\.isDamaged)
      let text = page.filter { !$0.isDamaged }.map { DeadLetterJSON($0, redelivery).line + "\n" }.joined()
      if let target { try target.write(text) } else { try StandardStream.output.deliver(text) }
      last = end.sequence
      count += Int64(page.count)
    }
    count -= Int64(damaged.count)
    try target?.close()
    for letter in damaged { StandardStream.error.write("error: \(letter.damage); it was left out\n") }
    if let output {
      StandardStream.error.write("wrote \(Amounts.count(count, "dead letter")) to \(output)\n")
    }
    if !damaged.isEmpty {
      StandardStream.error.write("help: \(DeadLetter.damageHelp)\n")
      throw ExitCode(1)
    }
  }
}
