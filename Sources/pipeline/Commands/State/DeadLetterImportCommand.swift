import ArgumentParser
import PipelineEngine
import PipelineModel

/// `pipeline dlq import FILE ENTRIES`.
struct DeadLetterImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Adds dead letters that `pipeline dlq export` wrote.",
    discussion: "Entries that are here already are left out, so that a second import adds nothing.")

  @OptionGroup var state: StateArguments

  @Argument(help: "A file of JSON Lines.", completion: .file())
  var entries: String

  func run() throws {
    let store = try state.store()
    defer { store.close() }
    let desk = DeadLetterDesk(try state.location(), store: store)
    let lines = try WholeFile(entries).bytes.split(separator: UInt8(ascii: "\n")).map { [UInt8]($0) }
    let (added, present) = try desk.add(lines)
    let left = present == 0 ? "" : ", left out \(Amounts.count(Int64(present))) that were here"
    StandardStream.error.write("added \(Amounts.count(Int64(added), "dead letter"))\(left)\n")
  }
}
