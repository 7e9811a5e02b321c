import Glibc

/// What the crashes of an operation since its checkpoint ask of the next run.
///
/// A crash says how far the input had been read, so the record that is to blame lies before that place. Up to there the
/// next run works on one record at a time, and a crash then names its record. A record that is named `patience`
/// times is set aside: once may be chance.
///
/// Invariant: marks come in the order in which they happened.
struct CrashHistory: Sendable, Equatable {
  /// A record that crashed the process while it was the only one at work.
  struct Suspect: Sendable, Equatable {
    /// How often it did.
    var crashes = 0
    /// The first stage in which it did, -1 for the source.
    var stage: Int
    /// The signal of the newest crash.
    var signal: Int32
  }

  /// How often a record may crash the process while it is alone.
  static let patience = 2

  /// The newest crash.
  private(set) var last: CrashMark?
  /// Crashes so far.
  private(set) var count = 0
  /// The records to be careful with stand before this place, or begin there; nil if no crash had read anything.
  private(set) var end: CrashMark.Place?
  private var suspects: [CrashMark.Place: Suspect] = [:]

  /// No crash.
  init() {}

  /// Takes in the next crash.
  mutating func add(_ mark: CrashMark) {
    last = mark
    count += 1
    if let read = mark.read { end = max(end ?? read, read) }
    guard let record = mark.record, let stage = mark.stage else { return }
    var suspect = suspects[record] ?? Suspect(stage: stage, signal: mark.signal)
    suspect.crashes += 1
    suspect.stage = min(suspect.stage, stage)
    suspect.signal = mark.signal
    suspects[record] = suspect
  }

  /// Where a run that goes on at `start` may stop being careful; nil if it needn't begin to be.
  ///
  /// A job reads nothing, so it begins where its reading ends; a checkpoint at that place has settled it.
  func careful(from start: CrashMark.Place?) -> CrashMark.Place? {
    guard let end else { return nil }
    if let start, start >= end { return nil }
    return end
  }

  /// The record at a place, if it is to be set aside.
  func condemned(at place: CrashMark.Place) -> Suspect? {
    suspects[place].flatMap { $0.crashes >= Self.patience ? $0 : nil }
  }

  /// A signal for people.
  static func name(of signal: Int32) -> String {
    switch signal {
    case SIGSEGV: "SIGSEGV (invalid memory access)"
    case SIGBUS: "SIGBUS (invalid memory access)"
    case SIGILL: "SIGILL (illegal instruction)"
    case SIGTRAP: "SIGTRAP (trap)"
    case SIGFPE: "SIGFPE (arithmetic exception)"
    case SIGABRT: "SIGABRT (abort)"
    default: "signal \(signal)"
    }
  }
}
