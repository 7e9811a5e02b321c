import Testing

@testable import PipelineParts

@Suite struct SuspectQueueTests {
  private func queue(with ids: ClosedRange<UInt64>) -> SuspectQueue {
    var queue = SuspectQueue()
    for id in ids { #expect(queue.join(id, isCrasher: false) == [id]) }
    return queue
  }

  @Test func suspectsGoOneAtATimeAfterTheLastOfThemIsBack() {
    var queue = queue(with: 1...3)
    #expect(queue.lost(2, .together) == [])
    #expect(queue.lost(1, .together) == [])
    #expect(queue.lost(3, .together) == [2])
    #expect(queue.leave(2) == [1])
    #expect(queue.leave(1) == [3])
    #expect(queue.leave(3) == [])
    #expect(queue.join(4, isCrasher: false) == [4])
  }

  @Test func othersAreHeldUntilTheLastSuspectIsThrough() {
    var queue = queue(with: 1...2)
    #expect(queue.lost(1, .together) == [])
    #expect(queue.join(3, isCrasher: false) == [])
    #expect(queue.lost(2, .together) == [1])
    #expect(queue.join(4, isCrasher: false) == [])
    #expect(queue.leave(1) == [2])
    #expect(queue.leave(2) == [3, 4])
  }

  @Test func aKnownCrasherWaitsUntilTheProgramIsEmpty() {
    var queue = queue(with: 1...2)
    #expect(queue.join(3, isCrasher: true) == [])
    #expect(queue.leave(1) == [])
    #expect(queue.leave(2) == [3])
  }

  @Test func crashersTakeTurnsWithTheOthers() {
    var queue = queue(with: 1...1)
    #expect(queue.join(2, isCrasher: true) == [])
    #expect(queue.join(3, isCrasher: true) == [])
    #expect(queue.join(4, isCrasher: false) == [])
    #expect(queue.leave(1) == [2])
    #expect(queue.join(5, isCrasher: false) == [])
    #expect(queue.leave(2) == [4, 5])
    #expect(queue.join(6, isCrasher: false) == [])
    #expect(queue.leave(4) == [])
    #expect(queue.leave(5) == [3])
    #expect(queue.leave(3) == [6])
  }

  @Test func aRecordThatWasNotSentIsNoSuspect() {
    var queue = queue(with: 1...3)
    #expect(queue.lost(1, .together) == [])
    #expect(queue.lost(3, .unsent) == [])
    #expect(queue.lost(2, .together) == [1])
    #expect(queue.leave(1) == [2])
    #expect(queue.leave(2) == [3])
  }

  @Test func aSuspectThatWasNotSentStaysASuspect() {
    var queue = queue(with: 1...1)
    #expect(queue.lost(1, .together) == [1])
    #expect(queue.join(2, isCrasher: false) == [])
    #expect(queue.lost(1, .unsent) == [1])
    #expect(queue.leave(1) == [2])
  }

  @Test func aSuspectThatIsNoLongerWantedLeavesItsPlace() {
    var queue = queue(with: 1...3)
    #expect(queue.lost(1, .together) == [])
    #expect(queue.lost(2, .together) == [])
    #expect(queue.lost(3, .together) == [1])
    #expect(queue.leave(2) == [])
    #expect(queue.leave(1) == [3])
  }

  @Test func aHeldRecordThatIsNoLongerWantedLeavesItsPlace() {
    var queue = queue(with: 1...1)
    #expect(queue.lost(1, .together) == [1])
    #expect(queue.join(2, isCrasher: false) == [])
    #expect(queue.join(3, isCrasher: false) == [])
    #expect(queue.leave(2) == [])
    #expect(queue.leave(1) == [3])
  }

  @Test func onlyWhatMayBeRepeatedGoesAgain() {
    #expect(PluginLoss.unsent.goesAgain(mayRepeat: false))
    #expect(PluginLoss.together.goesAgain(mayRepeat: true))
    #expect(!PluginLoss.together.goesAgain(mayRepeat: false))
    #expect(!PluginLoss.alone.goesAgain(mayRepeat: true))
  }
}
