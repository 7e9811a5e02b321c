import Synchronization

/// Whether a record has ended a program that had nothing else; kept from one attempt to the next.
final class PluginSuspicion: Sendable {
  private let known = Atomic(false)

  var isKnown: Bool { known.load(ordering: .relaxed) }

  func confirm() { known.store(true, ordering: .relaxed) }
}
