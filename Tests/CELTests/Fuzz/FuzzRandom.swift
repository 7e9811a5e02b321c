import Glibc

/// Random numbers that a seed repeats (SplitMix64).
struct FuzzRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }

  mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

  mutating func isOnce(in count: Int) -> Bool { below(count) == 0 }
}

/// How long and from where to fuzz: `CEL_FUZZ_ITERATIONS` and `CEL_FUZZ_SEED`.
enum FuzzSettings {
  static func iterations(_ standard: Int) -> Int { number("CEL_FUZZ_ITERATIONS").map { Int($0) } ?? standard }

  static var seed: UInt64 { number("CEL_FUZZ_SEED") ?? UInt64.random(in: 0...UInt64.max) }

  private static func number(_ name: String) -> UInt64? {
    getenv(name).flatMap { UInt64(String(cString: $0)) }
  }
}
