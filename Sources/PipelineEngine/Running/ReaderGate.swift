import PipelineModel
import Synchronization

/// Hands the source's chunks to the lanes, one after another, and decides after which a checkpoint is taken.
final class ReaderGate: Sendable {
  /// A chunk and what goes with it.
  struct Ticket: Sendable {
    var chunk: Chunk
    var isBarrier: Bool
  }

  private struct State {
    let reader: any SourceReader
    var rowsAtBarrier: Int64 = 0
    var lastBarrier: Int64
    var isFinished = false
  }

  private let state: Mutex<State>
  private let cadence: CheckpointCadence
  private let stop: StopSignal
  private let marker: CrashMarker?
  private let rowsDecoded = Atomic<Int64>(0)

  init(_ reader: any SourceReader, cadence: CheckpointCadence, stop: StopSignal, marker: CrashMarker?) {
    state = Mutex(State(reader: reader, lastBarrier: monotonicNanoseconds()))
    self.cadence = cadence
    self.stop = stop
    self.marker = marker
  }

  /// The next chunk; nil at the end, or when somebody asked to stop.
  func next() throws(SourceProblem) -> Ticket? {
    if stop.isRequested { return nil }
    let result: Result<Ticket?, SourceProblem> = state.withLock { state in
      if state.isFinished { return .success(nil) }
      do throws(SourceProblem) {
        guard let chunk = try state.reader.next() else {
          state.isFinished = true
          return .success(nil)
        }
        marker?.handedOut(chunk)
        return .success(Ticket(chunk: chunk, isBarrier: isBarrier(&state)))
      } catch {
        state.isFinished = true
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Tells the gate how many records a chunk turned out to hold.
  func decoded(_ rows: Int) { rowsDecoded.add(Int64(rows), ordering: .relaxed) }

  /// Hands out nothing more.
  func close() { state.withLock { $0.isFinished = true } }

  private func isBarrier(_ state: inout State) -> Bool {
    let rows = rowsDecoded.load(ordering: .relaxed)
    let now = monotonicNanoseconds()
    let elapsed = Duration.nanoseconds(now - state.lastBarrier)
    if elapsed < cadence.floor { return false }
    guard rows - state.rowsAtBarrier >= Int64(cadence.every) || elapsed >= cadence.interval else {
      return false
    }
    state.rowsAtBarrier = rows
    state.lastBarrier = now
    return true
  }
}
