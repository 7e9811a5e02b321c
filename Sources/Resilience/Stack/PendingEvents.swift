/// The events of a call that nobody has asked for yet, oldest first.
///
/// Two stand in place: a call that is turned away has two, and an array of them would cost more than all
/// else that turns it away.
struct PendingEvents: Sendable {
  private var first: PolicyEvent?
  private var second: PolicyEvent?
  /// Those after the second, once there are any.
  private var later: [PolicyEvent]?

  mutating func append(_ event: PolicyEvent) {
    if first == nil {
      first = event
    } else if second == nil {
      second = event
    } else {
      later = (later ?? []) + [event]
    }
  }

  /// Takes out the oldest.
  mutating func takeFirst() -> PolicyEvent? {
    guard let event = first else { return nil }
    first = second
    second = later?.first
    if let rest = later?.dropFirst() { later = rest.isEmpty ? nil : Array(rest) }
    return event
  }
}
