import PipelineModel

/// The crashes of a run: those of earlier runs that it is careful about, and the mark it would leave itself.
struct Crashes {
  /// The crashes since the checkpoint; nil if there is nothing to be careful about.
  let history: CrashHistory?
  /// Leaves the mark; nil if none is wanted.
  let marker: CrashMarker?
  private let file: CrashFile
  private let observer: any RunObserver

  /// Reads what earlier runs left, and begins to mark.
  ///
  /// A replay does neither: its places are those of the dead letters. Nor does a run whose input can't be read again.
  init(_ run: Run, _ state: RunState) throws(EngineProblem) {
    file = CrashFile(directory: state.checkpoints.directory, files: run.files)
    observer = run.observer
    guard !(run.plan.source is ReplaySource), run.plan.source?.isResumable ?? true else {
      (history, marker) = (nil, nil)
      return
    }
    let found = try file.load()
    let start = state.checkpoint.position.map { CrashMark.Place($0) }
    if !state.isFresh, found.careful(from: start) != nil {
      history = found
    } else {
      // Of an operation that is no more, or of records that are settled by now.
      if found.count > 0 { try file.remove() }
      history = nil
    }
    if let last = history?.last {
      observer.observe(
        .warning(
          "an earlier run crashed with \(CrashHistory.name(of: last.signal)); going on one record at a time, with one"
            + " worker, up to where it had read"))
    }
    marker = run.options.marksCrashes ? CrashMarker.arm(file) : nil
    marker?.settled(state.checkpoint.epoch)
  }

  /// The records that may be to blame are settled.
  func forget() throws(EngineProblem) {
    try file.remove()
    observer.observe(.note("the records that an earlier run crashed at are settled"))
  }

  /// Ends marking.
  func disarm() { marker?.disarm() }
}
