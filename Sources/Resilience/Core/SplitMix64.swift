/// Draws reproducible random numbers from a seed of 64 bits.
///
/// Steele, Lea, Flood: "Fast splittable pseudorandom number generators" (OOPSLA 2014). Any seed is as good
/// as any other, so seeds may be counters or identifiers.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  /// Where the generator stands; saving and restoring it continues the same sequence.
  public private(set) var state: UInt64

  /// Starts the sequence of a seed.
  public init(seed: UInt64) {
    state = seed
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// Spreads the bits of a number so that neighbours get unrelated results.
  public static func mix(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}

extension RandomNumberGenerator {
  /// A number in `0 ..< 1` with 53 random bits.
  mutating func unit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }
}
