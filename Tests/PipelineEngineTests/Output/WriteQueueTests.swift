import PipelineModel
import Testing

@testable import PipelineEngine

@Suite struct WriteQueueTests {
  private func output(_ text: String) -> EncodedOutput {
    let output = EncodedOutput()
    Array(text.utf8).withUnsafeBufferPointer { output.buffer.append($0) }
    return output
  }

  private func text(_ pieces: [UnsafeRawBufferPointer]) -> String {
    pieces.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|")
  }

  @Test func givesBackItsBytesInOrder() {
    var queue = WriteQueue()
    queue.append(output("abc"))
    queue.append(output(""))
    queue.append(output("defg"))
    #expect(queue.count == 7)
    #expect(text(queue.first(5)) == "abc|de")
    queue.removeFirst(2)
    #expect(text(queue.first(5)) == "c|defg")
    queue.removeFirst(4)
    #expect(text(queue.first(1)) == "g")
    queue.removeFirst(1)
    #expect(queue.count == 0)
    #expect(queue.first(0).isEmpty)
  }

  @Test func blocksEndWhereBlocksOfTheFileEnd() {
    var queue = WriteQueue()
    let block = WriteQueue.blockSize
    queue.append(output(String(repeating: "x", count: Int(block) + 10)))
    #expect(queue.wholeBlocks(behind: 0) == block)
    #expect(queue.wholeBlocks(behind: 100) == block - 100)
    #expect(queue.wholeBlocks(behind: block - 1) == block + 1)
    queue.removeFirst(block)
    #expect(queue.wholeBlocks(behind: block) == 0)
  }
}
