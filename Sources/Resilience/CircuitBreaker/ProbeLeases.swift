/// The probes of one half-open period that are out, and what they have reported.
///
/// Invariants: at most `maxConcurrent` leases; leases out plus reports never exceed `maxCalls` when a lease
/// is given. Leases are in the order they were given, which is the order they expire in.
struct ProbeLeases: Sendable {
  struct Lease: Sendable {
    var probe: UInt64
    var expires: Instant
  }

  private(set) var leases: [Lease] = []
  private(set) var successes = 0
  private var lastProbe: UInt64 = 0

  /// Forgets the period before; probe numbers are never used twice.
  mutating func begin() {
    leases.removeAll(keepingCapacity: true)
    successes = 0
  }

  /// Gives a lease, or says when the next place may become free by expiry.
  mutating func take(
    now: Instant, length: Int64, maxConcurrent: Int, maxCalls: Int
  ) -> (probe: UInt64?, retryAt: Instant) {
    leases.removeAll { $0.expires <= now }
    guard leases.count < maxConcurrent, leases.count + successes < maxCalls else {
      return (nil, leases.first?.expires ?? now)
    }
    lastProbe += 1
    leases.append(Lease(probe: lastProbe, expires: now.advanced(byNanoseconds: length)))
    return (lastProbe, now)
  }

  /// Whether the lease hasn't been reclaimed.
  func isHeld(_ probe: UInt64, now: Instant) -> Bool {
    leases.contains { $0.probe == probe && $0.expires > now }
  }

  /// Frees the place of a probe, if it still has one.
  mutating func release(_ probe: UInt64) {
    leases.removeAll { $0.probe == probe }
  }

  /// Counts a good probe, also one that lost its lease: it is evidence from this period all the same.
  mutating func succeed() -> Int {
    successes += 1
    return successes
  }
}
