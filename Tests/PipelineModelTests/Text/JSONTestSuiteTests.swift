import FoundationEssentials
import PipelineModel
import Testing

/// The files of Nicolas Seriot's JSONTestSuite, which stand beside the repository where it is developed.
private let suiteFolder: String? = {
  var folder = URL(filePath: #filePath)
  while folder.path.count > 1 {
    folder.deleteLastPathComponent()
    let path = folder.appending(path: "shared/conformance/json/test_parsing").path
    if FileManager.default.fileExists(atPath: path) { return path }
  }
  return nil
}()

private func files(_ prefix: String) -> [String] {
  guard let suiteFolder, let names = try? FileManager.default.contentsOfDirectory(atPath: suiteFolder) else {
    return []
  }
  return names.filter { $0.hasPrefix(prefix) }.sorted()
}

private func bytes(_ name: String) -> [UInt8] {
  guard let suiteFolder, let data = FileManager.default.contents(atPath: suiteFolder + "/" + name) else {
    return []
  }
  return Array(data)
}

@Suite(.enabled(if: suiteFolder != nil, "the JSONTestSuite is not there")) struct JSONTestSuiteTests {
  @Test func acceptsEveryValidText() {
    #expect(files("y_").count == 95)
    for name in files("y_") {
      #expect(throws: Never.self, "\(name)") { try check(bytes(name)) }
    }
  }

  @Test func rejectsEveryInvalidTextAtAPlace() {
    #expect(files("n_").count == 188)
    for name in files("n_") {
      let text = bytes(name)
      let problem = #expect(throws: JSONProblem.self, "\(name)") { try check(text) }
      #expect((0...text.count).contains(problem?.offset ?? -1), "\(name)")
    }
  }

  /// Where the RFC leaves a choice: numbers of any size and 500 levels are accepted, because numbers stay
  /// text until they are needed; halves of surrogate pairs, bytes that aren't UTF-8 and byte order marks
  /// are rejected, because no UTF-8 text could hold them.
  @Test func decidesWhatTheRFCLeavesOpen() {
    let accepted = files("i_").filter { name in (try? check(bytes(name))) != nil }
    let expected = files("i_").filter {
      $0.hasPrefix("i_number") || $0 == "i_structure_500_nested_arrays.json"
    }
    #expect(accepted == expected)
    #expect(files("i_").count == 35)
  }
}
