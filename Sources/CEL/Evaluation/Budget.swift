/// What an evaluation may still cost.
struct Budget: Sendable {
  private var remaining: Int

  init(_ limit: Int) { remaining = limit }

  /// Pays for work before it is done.
  @inline(__always)
  mutating func charge(_ cost: Int) throws(EvaluationError) {
    let (left, overflow) = remaining.subtractingReportingOverflow(cost)
    if overflow || left < 0 {
      // Nothing that is tried afterwards may succeed.
      remaining = -1
      throw Self.exceeded
    }
    remaining = left
  }

  private static var exceeded: EvaluationError {
    EvaluationError(.costLimit, "the evaluation costs more than its limit allows")
  }
}
