/// The latest calls of a circuit, by time or by number.
struct CallWindow: Sendable {
  /// Calls, and how many of them failed or were slow.
  struct Counts: Sendable, Hashable {
    var calls: UInt32 = 0
    var failures: UInt32 = 0
    var slow: UInt32 = 0

    mutating func add(failed: Bool, slow isSlow: Bool) {
      calls += 1
      if failed { failures += 1 }
      if isSlow { slow += 1 }
    }

    mutating func subtract(_ other: Counts) {
      calls -= other.calls
      failures -= other.failures
      slow -= other.slow
    }
  }

  /// The sum over the window.
  private(set) var total = Counts()
  private var slots: [Counts]
  /// Nanoseconds a slot stands for; 0 means that each slot is one call.
  private let slotLength: Int64
  /// The slot that is being filled; for a window of calls, the one that is overwritten next.
  private var current: Int64 = .min
  private var currentEnd = Int64.min

  /// Sixty slots: a call leaves the window at most one sixtieth of its length early.
  private static let timeSlots = 60

  init(_ window: FailureRateOptions.Window) {
    switch window {
    case .time(let length):
      slots = Array(repeating: Counts(), count: Self.timeSlots)
      slotLength = max(1, length.saturatingNanoseconds / Int64(Self.timeSlots))
    case .calls(let calls):
      slots = Array(repeating: Counts(), count: max(1, calls))
      slotLength = 0
      current = 0
    }
  }

  /// Counts a call that ended now.
  mutating func record(failed: Bool, slow: Bool, now: Instant) {
    if slotLength == 0 {
      let index = Int(current)
      total.subtract(slots[index])
      slots[index] = Counts()
      slots[index].add(failed: failed, slow: slow)
      current = index + 1 == slots.count ? 0 : current + 1
    } else {
      // A time before the current slot belongs to a thread that read the clock first and came second.
      if now.nanoseconds >= currentEnd { advance(to: now) }
      slots[slot(current)].add(failed: failed, slow: slow)
    }
    total.add(failed: failed, slow: slow)
  }

  /// Forgets every call.
  mutating func clear() {
    for index in slots.indices { slots[index] = Counts() }
    total = Counts()
  }

  private mutating func advance(to now: Instant) {
    // Rounding down also below zero keeps all slots the same length.
    let (quotient, remainder) = now.nanoseconds.quotientAndRemainder(dividingBy: slotLength)
    let next = remainder < 0 ? quotient - 1 : quotient
    let (distance, overflow) = next.subtractingReportingOverflow(current)
    if overflow || distance >= Int64(slots.count) {
      clear()
    } else {
      for passed in (current + 1)...next {
        total.subtract(slots[slot(passed)])
        slots[slot(passed)] = Counts()
      }
    }
    current = next
    let (end, beyond) = (next + 1).multipliedReportingOverflow(by: slotLength)
    currentEnd = beyond ? .max : end
  }

  private func slot(_ number: Int64) -> Int {
    let remainder = Int(number % Int64(slots.count))
    return remainder < 0 ? remainder + slots.count : remainder
  }
}
