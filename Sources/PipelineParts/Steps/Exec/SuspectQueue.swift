/// Decides which records a plug-in has together, and which alone.
///
/// Records go together until a crash. Those that the program had then are suspects: each goes alone, the next one after
/// the answer to the one before, and everything else is held back until the last of them is through. So whatever
/// crashes the program next is known by name. It goes alone from then on, and in turns with what was held back meanwhile:
/// the answers in between show that the program is well, so the pauses before its starts stay short.
///
/// Invariant: while one is alone, none are together.
struct SuspectQueue: Sendable {
  typealias ID = UInt64

  private var together: Set<ID> = []
  private var alone: ID?
  private var suspects: [ID] = []
  private var crashers: [ID] = []
  private var isCrashersTurn = true
  private var held: [ID] = []

  /// A record wants to go to the program.
  ///
  /// - Parameter isCrasher: whether it is known to end the program.
  /// - Returns: the records that may go now, in order.
  mutating func join(_ id: ID, isCrasher: Bool) -> [ID] {
    if isCrasher { crashers.append(id) } else { held.append(id) }
    return next()
  }

  /// A record is answered, lost or no longer wanted.
  ///
  /// - Returns: the records that may go now, in order.
  mutating func leave(_ id: ID) -> [ID] {
    if alone == id { alone = nil }
    if together.remove(id) == nil {
      suspects.removeAll { $0 == id }
      crashers.removeAll { $0 == id }
      held.removeAll { $0 == id }
    }
    return next()
  }

  /// The program has ended with a record that may go again: it leaves its place and gets another one.
  ///
  /// - Returns: the records that may go now, in order.
  mutating func lost(_ id: ID, _ loss: PluginLoss) -> [ID] {
    let wasAlone = alone == id
    // No `leave`: it would let the held ones slip in between.
    if wasAlone { alone = nil } else { together.remove(id) }
    if wasAlone || loss != .unsent { suspects.append(id) } else { held.append(id) }
    return next()
  }

  private mutating func next() -> [ID] {
    guard alone == nil else { return [] }
    if !suspects.isEmpty {
      guard together.isEmpty else { return [] }
      return goAlone(suspects.removeFirst())
    }
    if !crashers.isEmpty, isCrashersTurn || held.isEmpty {
      guard together.isEmpty else { return [] }
      isCrashersTurn = false
      return goAlone(crashers.removeFirst())
    }
    if !held.isEmpty { isCrashersTurn = true }
    defer { held = [] }
    together.formUnion(held)
    return held
  }

  private mutating func goAlone(_ id: ID) -> [ID] {
    alone = id
    return [id]
  }
}
