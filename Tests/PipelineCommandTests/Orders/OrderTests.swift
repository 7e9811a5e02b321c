import Testing

/// Every way in which an order can fail: in the end what was reserved is released and what was charged is refunded, in
/// reverse order, or everything is done; each effect once (policy-semantics 47).
@Suite(.enabled(if: OrderShop.canRun, "needs the built command and python3"), .serialized, .ownThread)
struct OrderTests {
  @Test func anOrderIsReservedChargedAndShipped() throws {
    let shop = try OrderShop()
    #expect(try shop.settle() == 0)
    #expect(try shop.paths() == OrderStep.done)
  }

  @Test func everyRunIsAnOrderOfItsOwn() throws {
    let shop = try OrderShop()
    #expect(try shop.settle() == 0)
    #expect(try shop.settle() == 0)
    #expect(try shop.paths() == OrderStep.done + OrderStep.done)
    #expect(Set(try shop.effects().map(\.key)).count == 6)
  }

  @Test(arguments: OrderStep.allCases) func whatCameBeforeARefusalIsUndone(failing: OrderStep) throws {
    let shop = try OrderShop()
    try shop.fault(failing.path, "status", #""status":422"#)
    #expect(try shop.settle() == 3)
    #expect(try shop.paths() == OrderStep.undone(before: failing))
  }

  @Test(arguments: OrderStep.allCases) func anAnswerLostOnceIsAskedForAgain(failing: OrderStep) throws {
    let shop = try OrderShop()
    try shop.fault(failing.path, "lost", times: 1)
    #expect(try shop.settle() == 0)
    #expect(try shop.paths() == OrderStep.done)
  }

  @Test(arguments: OrderStep.allCases)
  func aStepWhoseAnswerNeverComesIsUndoneAsWell(failing: OrderStep) throws {
    let shop = try OrderShop()
    try shop.fault(failing.path, "lost")
    #expect(try shop.settle() == 3)
    #expect(try shop.paths() == OrderStep.undone(through: failing))
    #expect(try shop.deadLetters().contains(#""stage":"\#(failing)""#))
  }

  @Test(arguments: OrderStep.allCases) func aCompensationIsRepeatedUnderOneKey(lost: OrderStep) throws {
    let shop = try OrderShop()
    // The answer of the last step never comes, so that all three are undone.
    try shop.fault(OrderStep.ship.path, "lost")
    try shop.fault(lost.undo, "lost", times: 2)
    #expect(try shop.settle() == 3)
    #expect(try shop.paths() == OrderStep.undone(through: .ship))
    #expect(try !shop.deadLetters().contains("compensation_failed"))
  }

  @Test(arguments: OrderStep.allCases)
  func aCompensationThatIsRefusedStopsNoOtherAndIsForAPersonToSeeTo(failing: OrderStep) throws {
    let shop = try OrderShop()
    try shop.fault(OrderStep.ship.path, "lost")
    try shop.fault(failing.undo, "status", #""status":403"#)
    #expect(try shop.settle() == 3)
    #expect(try shop.paths() == OrderStep.undone(through: .ship).filter { $0 != failing.undo })
    let letter = try shop.deadLetters()
    #expect(letter.contains(#""outcome":"compensation_failed","stage":"\#(failing)""#))
    #expect(letter.contains(#""severity":"critical""#))
  }

  @Test(arguments: OrderStep.allCases) func aServiceThatHangsOnceIsAskedAgain(failing: OrderStep) throws {
    let shop = try OrderShop()
    try shop.fault(failing.path, "hang", times: 1, #""seconds":1"#)
    #expect(try shop.settle() == 0)
    #expect(try shop.paths() == OrderStep.done)
  }

  @Test(arguments: OrderStep.allCases)
  func whatIsCarriedOutAfterItWasUndoneHasNoEffect(failing: OrderStep) throws {
    let shop = try OrderShop()
    try shop.fault(failing.path, "hang", #""seconds":3"#)
    #expect(try shop.settle() == 3)
    // On a slow machine the first attempt is carried out before the step is undone.
    let paths = try shop.paths()
    #expect([OrderStep.undone(before: failing), OrderStep.undone(through: failing)].contains(paths))
  }

  @Test(arguments: OrderStep.allCases) func anOrderGoesOnWhenTheShopIsBack(dying: OrderStep) throws {
    let shop = try OrderShop()
    try shop.fault(dying.path, "crash", times: 1)
    #expect(try shop.run() == 4)
    try shop.server.restart()
    #expect(try shop.settle() == 0)
    #expect(try shop.paths() == OrderStep.done)
  }

  @Test(arguments: [OrderStep.reserve, .charge])
  func anUndoingGoesOnWhenTheShopIsBack(dying: OrderStep) throws {
    let shop = try OrderShop()
    try shop.fault(OrderStep.ship.path, "status", #""status":422"#)
    try shop.fault(dying.undo, "crash", times: 1)
    #expect(try shop.run() == 4)
    try shop.server.restart()
    #expect(try shop.settle() == 3)
    #expect(try shop.paths() == OrderStep.undone(before: .ship))
  }

  @Test func anOrderThatNeverReachedTheShopDidNothing() throws {
    let shop = try OrderShop()
    shop.server.stop()
    #expect(try shop.run() == 4)
    try shop.server.restart()
    #expect(try shop.paths() == [])
    #expect(try shop.settle() == 0)
    #expect(try shop.paths() == OrderStep.done)
  }

  @Test func aReplayDoesAnewWhatWasUndoneAndKeepsTheKeyOfTheRest() throws {
    let shop = try OrderShop()
    try shop.fault(OrderStep.ship.path, "status", #""status":422"#)
    #expect(try shop.settle() == 3)
    // Another order comes in between; the entry keeps its own names.
    #expect(try shop.settle() == 3)
    try shop.clearFaults()
    #expect(try shop.command("dlq", "replay", "order.yaml", "--yes", "--id", "1").exitCode == 0)
    let effects = try shop.effects()
    try #require(effects.dropFirst(8).map(\.path) == OrderStep.done)
    #expect(effects[8].key == effects[0].key + "/2")
    #expect(effects[9].key == effects[1].key + "/2")
    let record = effects[0].key.split(separator: "/")[0]
    #expect(effects[10].key == "\(record)/ship")
  }

  @Test func aReplayThatFailsAgainUndoesWhatItDidItself() throws {
    let shop = try OrderShop()
    try shop.fault(OrderStep.ship.path, "status", #""status":422"#)
    #expect(try shop.settle() == 3)
    _ = try shop.command("dlq", "replay", "order.yaml", "--yes")
    #expect(try shop.paths() == OrderStep.undone(before: .ship) + OrderStep.undone(before: .ship))
    #expect(Set(try shop.effects().map(\.key)).count == 8)
  }

  @Test func aReplayCantEnterBehindWhatWasUndone() throws {
    let shop = try OrderShop()
    try shop.fault(OrderStep.ship.path, "status", #""status":422"#)
    #expect(try shop.settle() == 3)
    try shop.clearFaults()
    _ = try shop.command("dlq", "replay", "order.yaml", "--yes", "--from-stage", "ship")
    #expect(try shop.paths() == OrderStep.undone(before: .ship))
    #expect(try shop.deadLetters().contains("`reserve` was undone"))
  }
}
