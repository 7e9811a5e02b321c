/// Knows for each key whether its work is free to do, being done, or done.
///
/// A key becomes done only when the caller says that its output is durable. A key whose record was given up
/// becomes free again, so that its replay can use it. Times may come from any clock the caller keeps to; a
/// time to live that must outlast the process wants the wall clock.
public struct IdempotencyState<Key: Hashable & Sendable>: Sendable {
  /// What becomes of a record that claims a key.
  public enum Claim: Sendable, Hashable {
    /// It is the first: do the work, then `complete` or `release` the key.
    case new
    /// The work is being done by another record: skip this one.
    case inFlight
    /// The work has been done: skip this one.
    case done
  }

  private enum Entry: Sendable {
    case inFlight
    case done(serial: UInt64, expires: Instant)
  }

  private struct Finished: Sendable {
    var key: Key
    var serial: UInt64
    var expires: Instant
  }

  private let options: IdempotencyOptions
  private var entries: [Key: Entry] = [:]
  /// Finished keys, oldest first; since the time to live is the same for all, also in order of expiry.
  private var finished: [Finished] = []
  private var head = 0
  private var lastSerial: UInt64 = 0

  /// No key is known.
  public init(_ options: IdempotencyOptions) {
    self.options = options
  }

  /// Keys in flight or remembered.
  public var count: Int { entries.count }

  /// Asks to do the work of a key.
  public mutating func claim(_ key: Key, now: Instant) -> Claim {
    expire(now: now)
    switch entries[key] {
    case .inFlight: return .inFlight
    case .done(_, let expires) where expires > now: return .done
    case .done, .none:
      entries[key] = .inFlight
      return .new
    }
  }

  /// The output of a key's work is durable. Also restores a key that an earlier process completed.
  public mutating func complete(_ key: Key, now: Instant) {
    let expires = options.timeToLive.map { now.advanced(by: $0) } ?? .distantFuture
    lastSerial += 1
    entries[key] = .done(serial: lastSerial, expires: expires)
    finished.append(Finished(key: key, serial: lastSerial, expires: expires))
    while finished.count - head > options.maxKeys { forgetOldest() }
  }

  /// The record was given up or stopped: the key is free again.
  public mutating func release(_ key: Key) {
    if case .inFlight = entries[key] { entries[key] = nil }
  }

  /// Forgets finished keys whose time is over.
  public mutating func expire(now: Instant) {
    while head < finished.count, finished[head].expires <= now { forgetOldest() }
  }

  private mutating func forgetOldest() {
    let oldest = finished[head]
    // The key may have been completed again since; then it isn't this entry's to remove.
    if case .done(let serial, _) = entries[oldest.key], serial == oldest.serial {
      entries[oldest.key] = nil
    }
    head += 1
    if head > 1024, head > finished.count / 2 {
      finished.removeFirst(head)
      head = 0
    }
  }
}
