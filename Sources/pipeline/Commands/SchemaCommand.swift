import ArgumentParser
import PipelineEngine
import PipelineModel

/// `pipeline schema`.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the JSON Schema of pipeline files, for editors.",
    discussion: """
      With this first line in a pipeline file, VS Code (YAML extension) completes and explains keys while you type:
        # yaml-language-server: $schema=schema/pipeline.schema.json

      Examples:
        pipeline schema > pipeline.schema.json
        pipeline schema --write schema          the schemas and REFERENCE.md
        pipeline schema --check schema          are they current? exits with 1 if not
      """)

  @Option(
    help: ArgumentHelp("Writes all generated files into a folder.", valueName: "dir"), completion: .directory)
  var write: String?

  @Option(
    help: ArgumentHelp("Compares the files of a folder with what would be written.", valueName: "dir"),
    completion: .directory)
  var check: String?

  func validate() throws {
    if write != nil, check != nil { throw ValidationError("`--write` and `--check` exclude each other") }
  }

  func run() throws {
    let generated = GeneratedFiles(.standard)
    if let write {
      for file in generated.files { try file.write(into: write) }
    } else if let check {
      let stale = try generated.files.filter { try !$0.isCurrent(in: check) }.map(\.name)
      if stale.isEmpty { return }
      throw CommandProblem(
        "not current in `\(check)`: \(stale.joined(separator: ", "))",
        help: "`pipeline schema --write \(ShellWord.quote(check))` writes them", exitCode: 1)
    } else {
      try StandardStream.output.deliver(generated.pipelineSchema)
    }
  }
}
