/// Who turned a call away.
public enum RefusalReason: String, Sendable, Hashable, Codable {
  /// The circuit is open.
  case circuitOpen = "circuit_open"
  /// The circuit is half-open and all probes are out.
  case probesOut = "probes_out"
  /// The circuit was isolated by hand.
  case isolated
  /// The rate limit has no place in time.
  case rateLimited = "rate_limited"
  /// The bulkhead and its queue are full, or the wait in the queue took too long.
  case bulkheadFull = "bulkhead_full"
  /// The part itself turned the call away before sending it.
  case byPart = "by_part"
}
