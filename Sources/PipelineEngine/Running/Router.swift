import PipelineModel
import Resilience

/// Gives each record to the first sink whose condition holds, and encodes what each sink got.
struct Router: Sendable {
  let sinks: [PlannedSink]
  let stage: Int

  struct Routed {
    var outputs: [EncodedOutput?]
    var records: [Int64]
  }

  /// Routes the selected rows; those that no sink takes fail as `NoRoute`.
  func route(_ batch: Batch) -> Routed {
    var routed = Routed(
      outputs: Array(repeating: nil, count: sinks.count), records: Array(repeating: 0, count: sinks.count))
    for (index, rows) in assign(batch).enumerated() where !rows.isEmpty {
      routed.records[index] = Int64(rows.count)
      guard let encoder = sinks[index].encoder else { continue }
      let output = EncodedOutput()
      rows.withUnsafeBufferPointer { encoder.encode($0, of: batch, into: &output.buffer) }
      routed.outputs[index] = output
    }
    return routed
  }

  /// The rows that each sink takes.
  private func assign(_ batch: Batch) -> [[UInt32]] {
    if sinks.count == 1, sinks[0].when == nil { return [batch.selection] }
    var taken: [[UInt32]] = []
    /// The rows that the next sink may take.
    var open = batch.selection
    var isTaken = [Bool](repeating: false, count: batch.rowCount)
    let failuresBefore = batch.failures.count
    for sink in sinks {
      var others: [UInt32] = []
      var rows = open
      if let when = sink.when {
        rows = open.withUnsafeBufferPointer { open in
          when.select(open, in: batch) { row, failure in
            if let failure { return batch.fail(row, stage: stage, failure) }
            others.append(UInt32(row))
          }
        }
      }
      for row in rows { isTaken[Int(row)] = true }
      taken.append(rows)
      if sink.continues {
        open.removeAll { batch.status(Int($0)) != .live }
      } else {
        open = others
      }
    }
    for row in open where !isTaken[Int(row)] {
      batch.fail(
        Int(row), stage: stage,
        Failure("NoRoute", .permanent, "no sink takes this record; add a sink without `when`"))
    }
    if batch.failures.count > failuresBefore {
      // A record is written to all of its sinks or to none.
      for index in taken.indices { taken[index].removeAll { batch.status(Int($0)) != .live } }
    }
    return taken
  }
}
