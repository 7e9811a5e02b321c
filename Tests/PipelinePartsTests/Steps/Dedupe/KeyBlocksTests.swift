import PipelineModel
import Testing

@testable import PipelineParts

@Suite struct KeyBlocksTests {
  private func keys(_ numbers: Range<UInt64>) -> [ContentDigest] {
    numbers.map { ContentDigest(high: $0 << 40 | 7, low: ~$0) }
  }

  @Test func blocksUnpackToTheirKeys() {
    var writer = KeyBlocks(memory: 1000)
    let blocks = writer.pack(keys(0..<600))
    #expect(blocks.map(\.count) == [256 * 16, 256 * 16, 88 * 16])
    var reader = KeyBlocks(memory: 1000)
    #expect(blocks.flatMap { reader.unpack($0) } == keys(0..<600))
    #expect(reader.unpack([1, 2, 3]) == [])
  }

  @Test func keepsAsManyBlocksAsTheMemoryNeeds() {
    var blocks = KeyBlocks(memory: 100)
    for start in stride(from: UInt64(0), to: 300, by: 10) { _ = blocks.pack(keys(start..<start + 10)) }
    #expect(blocks.limit == 10)
    // A run may still go back to the small blocks, so the limit does not shrink.
    _ = blocks.pack(keys(300..<5000))
    #expect(blocks.limit == 10)
    var large = KeyBlocks(memory: 1000)
    _ = large.pack(keys(0..<10_000))
    #expect(large.limit == 5)
  }
}
