import Resilience

/// The instant so many seconds after the start of a test.
func at(_ seconds: Double) -> Instant {
  Instant(nanoseconds: Int64((seconds * 1_000_000_000).rounded()))
}

/// Always draws the same number from 0 to 1.
struct ConstantRandom: RandomNumberGenerator {
  let unit: Double

  mutating func next() -> UInt64 { UInt64(min(unit * 0x1p53, 0x1p53 - 1)) << 11 }
}
