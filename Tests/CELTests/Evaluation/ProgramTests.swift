import CEL
import Testing

@Suite struct ProgramTests {
  private let environment = Environment(variables: [Variable("a", .int), Variable("b", .string)])

  /// Counts how often each slot is read.
  private final class Reads: Activation {
    nonisolated(unsafe) var slots: [Int] = []

    func value(at slot: Int) throws(EvaluationError) -> Value {
      slots.append(slot)
      return slot == 0 ? .int(1) : .string("x")
    }
  }

  @Test func takesVariablesBySlotByNameAndOnDemand() throws {
    let program = try environment.compile("a > 0 && b == 'x'")
    #expect(try program.test([.int(1), .string("x")]))
    #expect(try program.evaluate(["a": .int(1), "b": .string("x")]).description == "true")
    let reads = Reads()
    #expect(try program.test(reads))
    #expect(reads.slots == [0, 1])
  }

  @Test func readsOnlyWhatDecides() throws {
    let reads = Reads()
    #expect(try !environment.compile("a > 1 && b == 'x'").test(reads))
    #expect(reads.slots == [0])
  }

  @Test func aMissingVariableIsAnErrorOnlyWhenRead() throws {
    let program = try environment.compile("a > 0 || b == 'x'")
    #expect(try program.test([.int(1)]))
    let error = #expect(throws: EvaluationError.self) { try program.test([.int(0)]) }
    #expect(error?.kind == .unboundVariable)
  }

  @Test func testingSomethingElseThanAConditionIsAnError() throws {
    let error = #expect(throws: EvaluationError.self) { try environment.compile("a").test([.int(1)]) }
    #expect(error?.kind == .noSuchOverload)
  }

  @Test func withoutCheckingUnknownNamesFailAtEvaluation() throws {
    let environment = Environment(typing: .dynamic)
    #expect(try environment.compile("nix || true").evaluate().description == "true")
    #expect(throws: EvaluationError.self) { try environment.compile("nix(1)").evaluate() }
    #expect(throws: EvaluationError.self) { try environment.compile("1 + 'a'").evaluate() }
    #expect(throws: EvaluationError.self) { try environment.compile("'a'.matches('[')").evaluate() }
  }

  @Test func constantsAreFoldedUnlessTheyFail() throws {
    #expect(try environment.compile("a + 2 * 3").evaluate([.int(1)]).description == "7")
    let program = try environment.compile("a == 0 || 1 / 0 > 0")
    #expect(try program.test([.int(0)]))
    #expect(throws: EvaluationError.self) { try program.test([.int(1)]) }
  }

  @Test func aProgramIsUsedByManyTasksAtOnce() async throws {
    let program = try environment.compile(
      "[1, 2, 3].map(x, x * a).exists(x, x == 30) && b.matches('^[a-z]+$')")
    await withTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          (0..<200).allSatisfy { _ in
            (try? program.test([.int(10 + Int64(task % 2) * 7), .string("abc")])) == (task % 2 == 0)
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
