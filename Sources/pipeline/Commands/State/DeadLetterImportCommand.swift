import ArgumentParser
import PipelineEngine
import PipelineModel

/// `pipeline dlq import FILE ENTRIES`.
struct DeadLetterImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Adds dead letters that `pipeline dlq export` wrote.",
    discussion: """
      Entries that are here already are left out, so that a second import adds nothing. So are those that have been \
      replayed since they were exported: another replay would write them a second time.
      """)

  @OptionGroup var state: StateArguments

  @Argument(help: "A file of JSON Lines.", completion: .file())
  var entries: String

  @Flag(help: "Add entries that have been replayed, too, though their records stand in the outputs already.")
  var replayed = false

  func run() throws {
    let store = try state.store()
    defer { store.close() }
    let desk = DeadLetterDesk(try state.location(), store: store)
    let lines = try WholeFile(entries).bytes.split(separator: UInt8(ascii: "\n")).map { [UInt8]($0) }
    let done = try desk.add(lines, settledOnes: replayed)
    var text = "added \(Amounts.count(Int64(done.added), "dead letter"))"
    if done.present > 0 { text += ", left out \(Amounts.count(Int64(done.present))) that were here" }
    if done.settled > 0 {
      text += ", left out \(Amounts.count(Int64(done.settled))) that have been replayed"
      text += "\nhelp: `--replayed` adds those, too; another replay writes their records a second time"
    }
    StandardStream.error.write(text + "\n")
  }
}
