import Testing

/// A pipeline that is killed: its file, its input, what it writes, and how its dead letters are replayed.
struct KilledPipeline: Sendable, CustomTestStringConvertible {
  var name: String
  var stages: String
  var sinks: String
  var outputs: [String]
  var replay: [String]

  var testDescription: String { name }

  static let all = [
    KilledPipeline(
      name: "two sinks",
      stages: """
          - {name: types, uses: convert, with: {fields: {id: integer, amount: double}}}
          - {name: keep, uses: filter, with: {keep: "id % 7 != 0"}}
        """,
      sinks: """
          - {name: even, uses: jsonl, when: "id % 2 == 0", with: {path: even.jsonl}}
          - {name: odd, uses: csv, with: {path: odd.csv}}
        """,
      outputs: ["even.jsonl", "odd.csv"], replay: ["--set", "amount=double(int(id) % 2)", "--stage", "types"]),
    KilledPipeline(
      name: "gzip, published at the end, with memory",
      stages: """
          - {name: types, uses: convert, with: {fields: {id: integer, amount: double}}}
          - {name: once, uses: dedupe, with: {key: [amount, name]}}
          - name: gate
            uses: expect
            with:
              expectations: [{valid: {check: "amount >= 0.0", at_least: 90%}}]
              on_failure: warn
        """,
      sinks: """
          - {name: even, uses: jsonl, when: "id % 2 == 0", with: {path: even.jsonl.gz, publish: on_success}}
          - {name: odd, uses: csv, with: {path: odd.csv.gz, publish: on_success}}
        """,
      outputs: ["even.jsonl.gz", "odd.csv.gz"], replay: ["--set", "amount=\"0\"", "--stage", "types"]),
    KilledPipeline(
      name: "calls",
      stages: """
          - {name: types, uses: convert, with: {fields: {id: integer, amount: double}}}
          - {name: call, uses: delay, with: {for: 1ms}}
        """,
      sinks: """
          - {name: all, uses: jsonl, with: {path: all.jsonl}}
        """,
      outputs: ["all.jsonl"], replay: ["--from-stage", "source", "--stage", "source"]),
  ]

  /// Writes a pipeline whose one call can be made to fail for a time, and whose dead letters are redelivered at once.
  static func prepareOutage(_ scratch: Scratch, rows: Int) throws {
    try scratch.write(
      "pipeline.yaml",
      """
      name: killed
      policies: [policy.yaml]
      checkpoint: {every: 20, interval: 1s}
      source: {uses: csv, with: {path: in.csv}}
      stages:
        - {name: call, uses: delay, with: {for: 1ms}, policy: {retry: {max_retries: 0}}}
        - {name: once, uses: dedupe, with: {key: [id]}}
      sink: {uses: jsonl, with: {path: all.jsonl, publish: on_success}}
      """)
    try scratch.write(
      "policy.yaml", "dead_letter_queue: {max_retries: 1000, retry_delay: 0, sequence_by: name}")
    try scratch.write("in.csv", "id,name\n" + (0..<rows).map { "\($0),name \($0 % 1009)\n" }.joined())
  }

  /// Writes the pipeline file and an input of which one record in twenty is bad.
  func prepare(_ scratch: Scratch, rows: Int) throws {
    try scratch.write(
      "pipeline.yaml",
      """
      name: killed
      checkpoint: {every: 300, interval: 1s}
      source: {uses: csv, with: {path: in.csv}}
      stages:
      \(stages)
      sinks:
      \(sinks)
      """)
    var text = "id,name,amount\n"
    for id in 0..<rows {
      switch id % 40 {
      case 11: text += "\(id),\"a \"\"quoted\"\" name, \(id)\",N/A\n"
      case 31: text += "\(id),short\n"
      default: text += "\(id),name \(id % 13),\(id % 997).25\n"
      }
    }
    try scratch.write("in.csv", text)
  }
}
