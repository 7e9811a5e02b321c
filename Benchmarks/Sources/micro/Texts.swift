import PipelineModel
import PipelineParts

/// Records to text, and JSON values checked.
enum Texts {
  private static let rows = 1000

  static func timings() -> [Timing] {
    [
      strings("JSON string of 20 bytes", "spare part, blue mug"),
      strings("JSON string of 20 bytes with two quotes", "seven \"inch\" pipe #1"),
      records("record of 10 fields to JSON", JSONLinesEncoder(schema: schema)),
      records("record of 10 fields to CSV", CSVEncoder(schema: schema)),
      checking(),
    ]
  }

  private static let schema = Schema(
    columns: (0..<10).map { Column(name: "column\($0)", slot: $0, type: $0 < 2 ? .double : .string) })

  private static func strings(_ name: String, _ text: String) -> Timing {
    let source = Array(text.utf8) + [UInt8](repeating: 0, count: 64)
    let count = text.utf8.count
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: JSONWriter.maximumLength(ofString: count))
    {
      room in
      source.withUnsafeBufferPointer { source in
        Timing(name, operations: 100_000, bytes: count) {
          guard let source = source.baseAddress, let target = room.baseAddress else { return 0 }
          var sum = 0
          for _ in 0..<100_000 { sum &+= JSONWriter.writeString(source, count: count, to: target) - target }
          return sum
        }
      }
    }
  }

  private static func records(_ name: String, _ encoder: some RecordEncoder) -> Timing {
    let batch = Batch(sequence: 0, width: 10, text: TextBuffer(capacity: 0), textOffset: 0)
    let text = batch.copyText("spare part")
    for row in 0..<rows {
      let cells = batch.appendRow(RowOrigin(offset: 0, line: 1, length: 0))
      for column in 0..<10 { cells[column] = column < 2 ? Cell(Double(row) + 0.25) : text }
    }
    batch.selectLiveRows()
    var output = OutputBuffer()
    return batch.selection.withUnsafeBufferPointer { selection in
      Timing(name, operations: rows) {
        output.count = 0
        encoder.encode(selection, of: batch, into: &output)
        return output.count
      }
    }
  }

  private static func checking() -> Timing {
    let nested =
      #"{"a":[1,2.5,{"b":null,"c":[true,false,"text with \u00e9"]}],"d":{"e":"a longer text of a few words"}}"#
    let bytes = Array(nested.utf8) + [UInt8](repeating: 0, count: 64)
    let count = nested.utf8.count
    return bytes.withUnsafeBufferPointer { bytes in
      Timing("nested JSON value checked", operations: 10_000, bytes: count) {
        guard let base = bytes.baseAddress else { return 0 }
        var sum = 0
        for _ in 0..<10_000 {
          var scanner = JSONScanner(base: base, count: count)
          sum &+= (try? scanner.value())?.end ?? -1
        }
        return sum
      }
    }
  }
}
