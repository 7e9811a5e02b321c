import PipelineModel
import Testing

@testable import PipelineParts

@Suite struct KeyMemoryTests {
  /// Linear congruence after Knuth (MMIX): the same numbers in every run.
  private struct Numbers {
    var state: UInt64
    mutating func next(below limit: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % limit
    }
  }

  /// Keys whose hashes collide often.
  private func key(_ number: UInt64) -> ContentDigest {
    ContentDigest(high: number, low: number % 7 * 0x1000_0000_0001 + number % 13)
  }

  @Test(arguments: [1, 2, 7, 100, 900]) func agreesWithAListOfTheNewestKeys(limit: Int) {
    var numbers = Numbers(state: UInt64(limit))
    var memory = KeyMemory(limit: limit)
    var list: [UInt64] = []
    for _ in 0..<20_000 {
      let number = numbers.next(below: UInt64(limit) * 2 + 3)
      let isNew = !list.contains(number)
      #expect(memory.insert(key(number)) == isNew)
      if isNew { list.append(number) }
      if list.count > limit { list.removeFirst() }
    }
    #expect(memory.newest(list.count) == list.map(key))
  }
}
