public import ConfigSpec
public import Resilience

/// `idempotency`: makes a call happen once per key.
public struct IdempotencySettings: Configurable {
  /// What makes two records the same work.
  public var key: ExpressionSource?
  /// How long and how many keys are remembered.
  public var options = IdempotencyOptions()

  /// The declaration.
  public static let spec = Spec(
    blank: Self(), "Makes a call happen once per key, however often its record comes; keys survive a restart."
  ) {
    Field(
      "key", \.key, "What makes two records the same work; by default each record is work of its own."
    )
    .example("order_id")
    Field(
      "ttl", \.options.timeToLive, in: .seconds(1) ... .days(36_500),
      "How long a finished key is remembered; by default for ever.")
    Field(
      "max_keys", \.options.maxKeys, in: 1...1_000_000_000,
      "Finished keys that are remembered; the oldest are forgotten first.")
  }
}
