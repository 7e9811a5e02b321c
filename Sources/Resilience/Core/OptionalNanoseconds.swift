/// A duration or none in eight bytes, half of what a `Duration?` takes.
///
/// What a call's layers hand each other is made of these, so that a `CallAction` fits the four registers
/// in which Swift returns values; in memory it would cost more than most layers do. No duration is as long as
/// 292 years backwards, which stands for none.
struct OptionalNanoseconds: Sendable, Hashable {
  private var nanoseconds = Int64.min

  init(_ duration: Duration?) {
    self.duration = duration
  }

  var duration: Duration? {
    get { nanoseconds == .min ? nil : .nanoseconds(nanoseconds) }
    set { nanoseconds = newValue.map { max($0.saturatingNanoseconds, .min + 1) } ?? .min }
  }
}
