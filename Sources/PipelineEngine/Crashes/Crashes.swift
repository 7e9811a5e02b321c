import PipelineModel

/// The crashes of a run: those of earlier runs that it is careful about, and the mark it would leave itself.
struct Crashes {
  /// The crashes since the checkpoint; nil if there is nothing to be careful about, as there always is with dead
  /// letters, which go one at a time anyway.
  let history: CrashHistory?
  /// Leaves the mark; nil if none is wanted.
  let marker: CrashMarker?
  private let file: CrashFile
  private let observer: any RunObserver

  /// Reads what earlier runs left, and begins to mark.
  ///
  /// A run whose input can't be read again does neither.
  init(_ run: Run, _ state: RunState) throws(EngineProblem) {
    let isReplay = run.plan.source is ReplaySource
    file = CrashFile(
      directory: state.checkpoints.directory, files: run.files, isOfDeadLetters: isReplay)
    observer = run.observer
    guard run.plan.source?.isResumable ?? true else {
      (history, marker) = (nil, nil)
      return
    }
    let found = try file.load()
    let start = state.checkpoint.position.map { CrashMark.Place($0) }
    if isReplay || !state.isFresh && found.careful(from: start) != nil {
      history = found
    } else {
      // Of an operation that is no more, or of records that are settled by now.
      if found.count > 0 { try file.remove() }
      history = nil
    }
    if let last = history?.last {
      let signal = CrashHistory.name(of: last.signal)
      observer.observe(
        .warning(
          isReplay
            ? "an earlier run crashed with \(signal) at a dead letter on its way again; one that does so"
              + " \(CrashHistory.patience) times stays a dead letter, of type Crash"
            : "an earlier run crashed with \(signal); going on one record at a time, with one worker, up to where it"
              + " had read"))
    }
    marker = run.options.marksCrashes ? CrashMarker.arm(file) : nil
    marker?.settled(state.checkpoint.epoch)
  }

  /// The records that may be to blame are settled.
  func forget() throws(EngineProblem) {
    guard let history, history.count > 0 else { return }
    try file.remove()
    observer.observe(.note("the records that an earlier run crashed at are settled"))
  }

  /// Ends marking.
  func disarm() { marker?.disarm() }
}
