import FoundationEssentials

/// What the state of a killed pipeline says after a run, as the command prints it.
struct Settled {
  struct Counts: Decodable, Equatable {
    enum CodingKeys: String, CodingKey {
      case read, written, filtered, duplicates, skipped
      case deadLettered = "dead_lettered"
    }

    var read: Int
    var written: Int
    var filtered: Int
    var duplicates: Int
    var skipped: Int
    var deadLettered: Int

    var isBalanced: Bool { read == written + filtered + duplicates + skipped + deadLettered }
  }

  private struct Checkpoint: Decodable { var counts: Counts }

  private struct Entry: Decodable {
    struct Source: Decodable { var line: Int }

    enum CodingKeys: String, CodingKey {
      case stage, original, source
      case messageID = "message_id"
    }

    var messageID: String
    var stage: String
    var original: String
    var source: Source

    /// Without the number of attempts: a replay that was killed and given again has tried some entries twice.
    var text: String { "\(source.line) \(stage) \(original) \(messageID)" }
  }

  let counts: Counts
  /// In a fixed order: a replay moves entries that fail again behind the others, one that was killed only some of them.
  let deadLetters: [String]

  init(_ scratch: Scratch) throws {
    let shown = try PipelineBinary.run("checkpoint", "show", "pipeline.yaml", in: scratch).standardOutput
    counts = try JSONDecoder().decode(Checkpoint.self, from: Data(shown.utf8)).counts
    let exported = try PipelineBinary.run("dlq", "export", "pipeline.yaml", in: scratch).standardOutput
    deadLetters = try exported.split(separator: "\n").map {
      try JSONDecoder().decode(Entry.self, from: Data($0.utf8)).text
    }.sorted()
  }
}
