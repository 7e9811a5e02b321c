import PipelineModel
import Testing

@testable import pipeline

struct GeneratedFilesTests {
  private let schema = Repository.root + "/schema"

  @Test(arguments: GeneratedFiles(.standard).files.map(\.name))
  func areCurrent(name: String) throws {
    let file = try #require(GeneratedFiles(.standard).files.first { $0.name == name })
    #expect(
      try file.isCurrent(in: schema),
      "run `swift run pipeline schema --write schema` to bring \(name) up to date")
  }

  @Test func sayThatTheyAreGenerated() {
    for file in GeneratedFiles(.standard).files {
      #expect(file.text.prefix(200).contains("Generated"), "\(file.name)")
    }
  }

  @Test func nameEveryPart() {
    let reference = GeneratedFiles(.standard).reference
    for part in PartList.standard.parts {
      #expect(reference.contains("### \(part.name) (\(part.kind.rawValue))"))
    }
  }

  @Test(.enabled(if: Python.hasJSONSchema, "Python's jsonschema is not installed"))
  func isAValidSchemaThatTakesThePipelinesOfTheRepository() throws {
    let script = """
      import json, sys, glob, jsonschema
      try:
          import yaml
      except ImportError:
          yaml = None
      schema = json.load(open(sys.argv[1] + "/schema/pipeline.schema.json"))
      jsonschema.Draft202012Validator.check_schema(schema)
      for path in glob.glob(sys.argv[1] + "/pipelines/*.yaml") if yaml else []:
          jsonschema.Draft202012Validator(schema).validate(yaml.safe_load(open(path)))
      """
    let result = try ChildProcess("python3", ["-c", script, Repository.root]).run()
    #expect(result.exitCode == 0, "\(result.standardError)")
  }
}

/// What Python can do here.
enum Python {
  static var hasJSONSchema: Bool {
    (try? ChildProcess("python3", ["-c", "import jsonschema"]).run().exitCode) == 0
  }
}
