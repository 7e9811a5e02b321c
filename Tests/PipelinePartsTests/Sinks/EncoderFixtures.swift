import PipelineModel

/// A batch of one row with these cells, which are made with the batch at hand.
func batch(_ cells: (Batch) -> [Cell]) -> Batch {
  let empty = Batch(sequence: 0, width: 0, text: TextBuffer(capacity: 0), textOffset: 0)
  let width = cells(empty).count
  let batch = Batch(sequence: 0, width: width, text: TextBuffer(capacity: 0), textOffset: 0)
  let row = batch.appendRow(RowOrigin(offset: 0, line: 1, length: 0))
  for (index, cell) in cells(batch).enumerated() { row[index] = cell }
  return batch
}

/// What an encoder makes of rows.
func encoded(_ batch: Batch, _ encoder: some RecordEncoder, rows: [UInt32] = [0]) -> String {
  var output = OutputBuffer(capacity: 1)
  rows.withUnsafeBufferPointer { encoder.encode($0, of: batch, into: &output) }
  return String(decoding: output.bytes, as: UTF8.self)
}

/// The columns of these names in the slots from 0 on.
func columns(_ names: [String], restSlot: Int? = nil) -> Schema {
  Schema(
    columns: names.enumerated().map { Column(name: $1, slot: $0, type: .dynamic) }, isOpen: restSlot != nil,
    restSlot: restSlot)
}
