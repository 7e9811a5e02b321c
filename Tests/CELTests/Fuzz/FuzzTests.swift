import CEL
import Testing

/// Random inputs that must neither crash nor hang. A failure is repeated with the printed seed:
/// `CEL_FUZZ_SEED=… CEL_FUZZ_ITERATIONS=1000000 swift test --sanitize=address --filter Fuzz`
@Suite(.serialized) struct FuzzTests {
  private let limits: Limits = {
    var limits = Limits()
    limits.evaluationCost = 20_000
    return limits
  }()

  @Test func theParserSurvivesAnyText() {
    let seed = FuzzSettings.seed
    let iterations = FuzzSettings.iterations(20_000)
    print("fuzzing the parser \(iterations) times with seed \(seed)")
    var generator = ExpressionGenerator(seed: seed)
    let environment = Environment(variables: ExpressionGenerator.variables, limits: limits)
    var source = "i"
    var accepted = 0
    for iteration in 0..<iterations {
      // Damage builds up for a while, then starts again from something well formed.
      source = iteration % 8 == 0 ? generator.expression() : generator.mutate(source)
      if source.utf8.count > 2_000 { source = generator.expression(2) }
      do {
        _ = try environment.check(source)
        accepted += 1
      } catch {
        let size = source.utf8.count
        #expect(
          error.diagnostics.allSatisfy { $0.span.start <= $0.span.upperBound && $0.span.upperBound <= size })
      }
    }
    print("accepted \(accepted)")
  }

  @Test func theEvaluatorSurvivesAnyExpression() throws {
    let seed = FuzzSettings.seed
    let iterations = FuzzSettings.iterations(4_000)
    print("fuzzing the evaluator \(iterations) times with seed \(seed)")
    var generator = ExpressionGenerator(seed: seed)
    let checked = Environment(variables: ExpressionGenerator.variables, limits: limits)
    let dynamic = Environment(variables: ExpressionGenerator.variables, typing: .dynamic, limits: limits)
    var counts = (values: 0, failures: 0, compared: 0)
    for _ in 0..<iterations {
      let source = generator.expression(2 + generator.random.below(4))
      let values = ExpressionGenerator.variables.map { generator.value($0.type) }
      guard let program = try? dynamic.compile(source) else { continue }
      let found = outcome(program, values)
      if found == nil { counts.failures += 1 } else { counts.values += 1 }
      // Knowing the types must not change the value.
      guard let typed = try? checked.compile(source) else { continue }
      counts.compared += 1
      let other = outcome(typed, values)
      if other != found {
        Issue.record("\(source) with \(values): \(other ?? "failure"), \(found ?? "failure")")
      }
    }
    print(
      "\(counts.values) values, \(counts.failures) failures, \(counts.compared) the same with known types")
  }

  private func outcome(_ program: Program, _ values: [Value]) -> String? {
    (try? program.evaluate(values))?.description
  }
}
