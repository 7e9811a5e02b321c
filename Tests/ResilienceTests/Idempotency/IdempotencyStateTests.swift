import Resilience
import Testing

@Suite("Idempotency")
struct IdempotencyStateTests {
  @Test("Case 48: a duplicate is skipped while the first one is in flight and after it is done")
  func skipsDuplicates() {
    var keys = IdempotencyState<String>(IdempotencyOptions())
    var claims = [keys.claim("a", now: at(0)), keys.claim("a", now: at(1)), keys.claim("b", now: at(1))]
    #expect(claims == [.new, .inFlight, .new])
    keys.complete("a", now: at(2))
    claims = [keys.claim("a", now: at(1e9)), keys.claim("b", now: at(1e9))]
    #expect(claims == [.done, .inFlight], "only a durable output completes a key")
  }

  @Test("Case 48: a dead letter releases the key, and its replay uses it again")
  func deadLetterReleases() {
    var keys = IdempotencyState<String>(IdempotencyOptions())
    _ = keys.claim("a", now: at(0))
    keys.release("a")
    let replay = keys.claim("a", now: at(1))
    #expect(replay == .new)
    keys.complete("a", now: at(2))
    keys.release("a")
    let late = keys.claim("a", now: at(3))
    #expect(late == .done, "what is done isn't released")
  }

  @Test("a finished key is forgotten after its time to live, and the oldest first when there are too many")
  func forgets() {
    var options = IdempotencyOptions()
    options.timeToLive = .seconds(10)
    options.maxKeys = 2
    var keys = IdempotencyState<String>(options)
    for key in ["a", "b", "c"] {
      _ = keys.claim(key, now: at(0))
      keys.complete(key, now: at(0))
    }
    #expect(keys.count == 2)
    var claims = [keys.claim("b", now: at(9.9)), keys.claim("c", now: at(9.9))]
    #expect(claims == [.done, .done])
    claims = [keys.claim("b", now: at(10)), keys.claim("c", now: at(10))]
    #expect(claims == [.new, .new])
  }
}
