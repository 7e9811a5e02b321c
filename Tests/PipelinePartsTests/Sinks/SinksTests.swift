import ConfigSpec
import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineParts

@Suite struct SinksTests {
  private let closed = Schema(columns: [
    Column(name: "id", slot: 0, type: .integer), Column(name: "valuenum", slot: 1, type: .double),
  ])
  private let open = Schema(
    columns: [Column(name: "id", slot: 0, type: .integer)], isOpen: true, restSlot: 1)

  private func file(_ part: SinkPart, _ yaml: String, in path: String = "pipelines/a.yaml") -> SinkFile? {
    let trial = SinkTrial(part, yaml, closed, path: path)
    #expect(trial.problems == [])
    guard case .file(let file) = trial.output?.destination else { return nil }
    return file
  }

  @Test func pathsAreRelativeToTheFileTheyStandIn() {
    let path = file(SinkPart(JSONLinesSink.self), "path: out/x.jsonl", in: "/etc/pipelines/a.yaml")?.path
    #expect(path == "/etc/pipelines/out/x.jsonl")
    #expect(file(SinkPart(CSVSink.self), "path: /tmp/x.csv")?.path == "/tmp/x.csv")
  }

  @Test func theEndingDecidesAboutCompression() {
    let part = SinkPart(JSONLinesSink.self)
    #expect(file(part, "path: /x.jsonl.gz") == SinkFile(path: "/x.jsonl.gz", isCompressed: true))
    #expect(file(part, "path: /x.jsonl") == SinkFile(path: "/x.jsonl"))
    #expect(file(part, "{path: /x.gz, compression: none}") == SinkFile(path: "/x.gz"))
    #expect(file(part, "{path: /x, compression: gzip}") == SinkFile(path: "/x", isCompressed: true))
    #expect(
      SinkTrial(part, "path: x.jsonl.ZST", closed).problems == [
        "1:7 `.zst` files can't be written, only plain ones and gzip — let the path end in `.gz`, "
          + "or write `compression: none` if the ending means something else"
      ])
  }

  @Test func publishesOnSuccessIfAsked() {
    #expect(
      file(SinkPart(CSVSink.self), "{path: /x.csv, publish: on_success}")?.workingPath == "/x.csv.partial")
  }

  @Test func refusesPathsThatAreNoFiles() {
    let part = SinkPart(CSVSink.self)
    #expect(
      SinkTrial(part, "path: '-'", closed).problems == [
        "1:7 `-` is no file — for the standard output write `uses: stdout` with its `format`"
      ])
    #expect(
      SinkTrial(part, "path: out/", closed).problems == ["1:7 `out/` names a folder — add the name of a file"]
    )
    #expect(
      SinkTrial(part, "{}", closed).problems == [
        "1:1 the key `path` is missing in `with` — add it, for example `path: out/labevents.csv`: "
          + "The file, relative to the file that names it."
      ])
  }

  @Test func writesCSVAsAsked() {
    let trial = SinkTrial(
      SinkPart(CSVSink.self),
      """
      path: x.csv
      columns: [valuenum, id]
      delimiter: ";"
      quote: "'"
      null_value: NA
      line_end: crlf
      """, closed)
    #expect(trial.problems == [])
    #expect(
      trial.written([[1, 1.5], [2, nil], [3, "NA"], [4, "a;b"]], width: 2)
        == "valuenum;id\r\n1.5;1\r\nNA;2\r\n'NA';3\r\n'a;b';4\r\n")
    #expect(
      SinkTrial(SinkPart(CSVSink.self), "{path: x.csv, header: false, delimiter: tab}", closed)
        .written([[1, 1.5]], width: 2) == "1\t1.5\n")
  }

  @Test func csvNeedsToKnowItsColumns() {
    let part = SinkPart(CSVSink.self)
    #expect(
      SinkTrial(part, "path: x.csv", open).problems == [
        "1:1 the columns of the CSV are not known: records may have fields that no stage names — "
          + "write `columns: [a, b]`, or put a `select` stage before the sinks"
      ])
    #expect(SinkTrial(part, "{path: x.csv, columns: [id]}", open).written([[7]], width: 2) == "id\n7\n")
    #expect(
      SinkTrial(part, "{path: x.csv, columns: [id, valunum, id]}", closed).problems == [
        "1:38 `id` stands here twice"
      ])
    #expect(
      SinkTrial(part, "{path: x.csv, columns: [id, valunum]}", closed).problems == [
        "1:29 no column `valunum` reaches the sinks — did you mean `valuenum`?"
      ])
    #expect(SinkTrial(part, "path: x.csv", .unknown).problems == [])
  }

  @Test func refusesCharactersThatClash() {
    let part = SinkPart(CSVSink.self)
    #expect(
      SinkTrial(part, "{path: x.csv, delimiter: \"'\", quote: \"'\"}", closed).problems == [
        "1:38 `quote` and `delimiter` must differ"
      ])
    #expect(
      SinkTrial(part, "{path: x.csv, null_value: 'a,b'}", closed).problems == [
        "1:27 `null_value` can't hold the delimiter, the quote or a line end"
      ])
    #expect(
      SinkTrial(part, "{path: x.csv, delimiter: \"\\n\"}", closed).problems == [
        "1:26 `delimiter` can't be a line end or NUL"
      ])
  }

  @Test func printsInEitherFormat() {
    let part = SinkPart(StandardOutputSink.self)
    let plain = SinkTrial(part, "{}", open)
    #expect(plain.output?.destination == .standardOutput)
    #expect(plain.written([[1, .members("\"a\":[1]")]], width: 2) == "{\"id\":1,\"a\":[1]}\n")
    #expect(SinkTrial(part, "format: csv", closed).written([[1, nil]], width: 2) == "id,valuenum\n1,\n")
    #expect(
      SinkTrial(part, "format: csv", open).problems == [
        "1:9 the columns of the CSV are not known: records may have fields that no stage names — "
          + "put a `select` stage before the sinks, or write `format: jsonl`"
      ])
  }

  @Test func dropsEverything() {
    let trial = SinkTrial(SinkPart(DropSink.self), "{}", open)
    #expect(trial.output?.encoder == nil)
    #expect(trial.output?.destination == .nowhere)
    #expect(
      SinkTrial(SinkPart(DropSink.self), "path: x", open).problems.first?.hasPrefix("1:1 unknown key `path`")
        == true)
  }

  @Test func everyOptionIsDeclaredAndDescribed() {
    #expect(
      SpecGuard.problems(JSONLinesSinkOptions.self) + SpecGuard.problems(CSVSinkOptions.self)
        + SpecGuard.problems(StandardOutputOptions.self) + SpecGuard.problems(DropOptions.self) == [])
    #expect([SinkPart].standard.map(\.name) == ["jsonl", "csv", "stdout", "drop"])
  }
}
