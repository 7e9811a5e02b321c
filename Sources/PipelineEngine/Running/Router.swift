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
    var taken: [[UInt32]] = Array(repeating: [], count: sinks.count)
    if sinks.count == 1, sinks[0].when == nil {
      taken[0] = batch.selection
    } else {
      for row in batch.selection { assign(row, batch, &taken) }
    }
    for (index, rows) in taken.enumerated() where !rows.isEmpty {
      routed.records[index] = Int64(rows.count)
      guard let encoder = sinks[index].encoder else { continue }
      let output = EncodedOutput()
      rows.withUnsafeBufferPointer { encoder.encode($0, of: batch, into: &output.buffer) }
      routed.outputs[index] = output
    }
    return routed
  }

  private func assign(_ row: UInt32, _ batch: Batch, _ taken: inout [[UInt32]]) {
    var chosen: [Int] = []
    for (index, sink) in sinks.enumerated() {
      if let when = sink.when {
        do throws(Failure) {
          if try !when.holds(for: Int(row), in: batch) { continue }
        } catch {
          // Nothing was given away yet: a record is written to all of its sinks or to none.
          batch.fail(Int(row), stage: stage, error)
          return
        }
      }
      chosen.append(index)
      if !sink.continues { break }
    }
    if chosen.isEmpty {
      batch.fail(
        Int(row), stage: stage,
        Failure("NoRoute", .permanent, "no sink takes this record; add a sink without `when`"))
    }
    for index in chosen { taken[index].append(row) }
  }
}
