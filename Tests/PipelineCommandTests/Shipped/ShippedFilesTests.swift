import ConfigSpec
import FoundationEssentials
import PipelineEngine
import PipelineParts
import Testing

@testable import pipeline

/// Every file a user is shown works as it is.
@Suite struct ShippedFilesTests {
  static let pipelines = files(in: ["pipelines", "examples"]).filter { file in
    let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    return text.contains("\nsource:") || text.contains("\nstages:")
  }

  @Test(arguments: pipelines) func isPlannedWithoutAWord(file: String) {
    let outcome = Planning(input: PlanInput(file: file)).outcome
    #expect(outcome.diagnostics.text(colors: false) == "")
    #expect(outcome.plan != nil)
  }

  @Test func thePipelineOfTheReadmeIsValid() throws {
    let readme = try String(contentsOfFile: Repository.root + "/README.md", encoding: .utf8)
    let parts = readme.split(separator: "```yaml\n").dropFirst().compactMap {
      $0.split(separator: "```").first
    }
    #expect(parts.count == 1)
    let scratch = try Scratch()
    try scratch.write(
      "data/labevents.csv", "subject_id,charttime,valuenum,flag\n1,2101-10-20 16:40:00,3.5,abnormal\n")
    try scratch.write("policies/dlq-config.yaml", "dead_letter_queue: {max_size: 10}\n")
    try scratch.write("lab.yaml", parts.joined())
    let outcome = Planning(input: PlanInput(file: scratch.path + "/lab.yaml")).outcome
    #expect(outcome.diagnostics.text(colors: false) == "")
  }

  @Test(.enabled(if: PipelineBinary.isBuilt)) func theDemoCountsWhatPythonCounts() throws {
    let scratch = try Scratch()
    let folder = Repository.root + "/pipelines"
    for name in ["flights.yaml", "policies/dlq-config.yaml", "data/flights-2013-01.csv.gz"] {
      try scratch.copy(folder + "/" + name, to: "pipelines/" + name)
    }
    let result = try PipelineBinary.run(
      "run", "pipelines/flights.yaml", "--quiet", "--json", in: scratch)
    #expect(result.exitCode == 3)
    // Counted with Python's csv module: 521 rows without dep_time, 85 more without arr_delay, 183 below 100 miles,
    // 5,953 that arrived more than 15 minutes late.
    #expect(result.standardOutput.contains("\"read\": 27004"))
    #expect(result.standardOutput.contains("\"dead_lettered\": 606"))
    #expect(result.standardOutput.contains("\"filtered\": 183"))
    #expect(try scratch.text("out/flights-late.jsonl").split(separator: "\n").count == 5_953)
    #expect(try scratch.text("out/flights-on-time.csv").split(separator: "\n").count == 20_263)
  }

  private static func files(in folders: [String]) -> [String] {
    folders.flatMap { folder -> [String] in
      let root = Repository.root + "/" + folder
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
      return names.filter { $0.hasSuffix(".yaml") && !$0.contains("/.") }.map { root + "/" + $0 }.sorted()
    }
  }
}
