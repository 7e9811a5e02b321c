import Glibc
import PipelineModel
import Synchronization

/// Hands out the selected entries one by one, no faster than the rate.
final class ReplayReader: SourceReader {
  private struct State {
    var page: ArraySlice<DeadLetter> = []
    var next = 0
    var sequence = 0
    var due: Int64 = 0
  }

  private let source: ReplaySource
  private let stop: StopSignal
  private let rate: ReplayRate?
  private let state = Mutex(State())
  let totalBytes: Int64? = nil
  let bytesRead: Int64 = 0
  let position = SourcePosition(
    file: 0, path: "", offset: 0, line: 0, digest: ContentDigest(high: 0, low: 0))

  init(_ source: ReplaySource, stop: StopSignal, rate: ReplayRate?) {
    self.source = source
    self.stop = stop
    self.rate = rate
  }

  func next() throws(SourceProblem) -> Chunk? {
    let result: Result<Chunk?, SourceProblem> = state.withLock { state in
      while true {
        if let letter = state.page.first {
          guard source.leaves(letter) else { break }
          state.page.removeFirst()
          continue
        }
        do throws(EngineProblem) {
          guard let (letters, end) = try source.page(from: state.next) else { return .success(nil) }
          (state.page, state.next) = (letters[...], end)
        } catch {
          return .failure(SourceProblem(.unreadable, error.message))
        }
      }
      guard waitForTurn(&state.due), let letter = state.page.popFirst() else { return .success(nil) }
      defer { state.sequence += 1 }
      return .success(source.chunk(letter, sequence: state.sequence))
    }
    return try result.get()
  }

  /// Waits until the next entry may go; false if somebody asked to stop. The one lane of a replay has nothing else to
  /// do meanwhile, so it blocks.
  private func waitForTurn(_ due: inout Int64) -> Bool {
    guard let rate else { return true }
    while monotonicNanoseconds() < due {
      if stop.isRequested { return false }
      usleep(UInt32(min(due - monotonicNanoseconds(), 50_000_000).magnitude / 1000))
    }
    due = max(due, monotonicNanoseconds()) + rate.interval
    return true
  }
}
