import ConfigSpec
import Testing

@Suite struct SeveralFilesTests {
  @Test func aSyntaxErrorInOneFileLeavesTheOthersChecked() {
    var diagnostics = Diagnostics()
    for (path, text) in [("1.yaml", "retry: ["), ("2.yaml", "state: x"), ("3.yaml", "a: b: c")] {
      guard let node = YAMLReader().read(text: text, path: path, into: &diagnostics) else { continue }
      diagnostics = Breaker.decode(node, diagnostics: diagnostics).diagnostics
    }
    #expect(diagnostics.sorted.compactMap { $0.span?.label } == ["1.yaml:1:8", "2.yaml:1:8", "3.yaml:1:5"])
  }

  @Test func mergedValuesKeepTheirOwnFiles() throws {
    var diagnostics = Diagnostics()
    let reader = YAMLReader()
    let base = try #require(
      reader.read(text: "state: isolated\nretry: {max_retries: 7}", path: "base.yaml", into: &diagnostics))
    let later = try #require(reader.read(text: "\nstate: normal\n", path: "later.yaml", into: &diagnostics))
    let decoded = Breaker.decode(base.merging(later).node, diagnostics: diagnostics)
    #expect(decoded.origins["state"].label == "later.yaml:2")
    #expect(decoded.origins["retry.max_retries"].label == "base.yaml:2")
  }
}
