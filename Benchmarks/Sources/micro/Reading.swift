import PipelineModel
import PipelineParts

/// From a file's bytes to the cells of batches, a record an operation.
enum Reading {
  private static let records = 20_000

  static func timings(in folder: ScratchFolder) throws -> [Timing] {
    var csv = "id,name,amount,note\n"
    var json = ""
    for id in 0..<records {
      csv +=
        "\(id),Ada Lovelace,\(id % 977).25,\(id % 3 == 0 ? "\"seven \"\"inch\"\", steel\"" : "spare part")\n"
      json +=
        "{\"id\":\(id),\"name\":\"Ada Lovelace\",\"amount\":\(id % 977).25,\"note\":\"seven \\\"inch\\\"\"}\n"
    }
    let csvFile = try folder.write(csv, to: "reading.csv")
    let jsonFile = try folder.write(json, to: "reading.jsonl")
    let csvSource = try CSVSource(CSVOptions(input: InputOptions(paths: [csvFile])))
    let jsonSource = try JSONLinesSource(JSONLinesOptions(input: InputOptions(paths: [jsonFile])))
    return [
      try timing("CSV: find records (scan, digest)", csv.utf8.count, csvSource, decodes: false),
      try timing("CSV: find and decode records", csv.utf8.count, csvSource, decodes: true),
      try timing("JSON Lines: find records", json.utf8.count, jsonSource, decodes: false),
      try timing("JSON Lines: find, check and decode records", json.utf8.count, jsonSource, decodes: true),
    ]
  }

  private static func timing(
    _ name: String, _ bytes: Int, _ source: some Source, decodes: Bool
  ) throws -> Timing {
    try Timing(name, operations: records, bytes: bytes / records) {
      let reader = try source.open(at: nil)
      var sum = 0
      while let chunk = try reader.next() {
        sum &+=
          decodes ? source.decode(chunk, width: source.schema.columns.count + 1).rowCount : chunk.range.count
      }
      return sum
    }
  }
}
