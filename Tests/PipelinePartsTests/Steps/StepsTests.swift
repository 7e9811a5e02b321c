import ConfigSpec
import PipelineModel
import Testing

@testable import PipelineParts

@Suite struct StepsTests {
  @Test func everyOptionIsDeclaredAndDescribed() {
    let problems =
      SpecGuard.problems(ConvertOptions.self) + SpecGuard.problems(FieldConversion.self)
      + SpecGuard.problems(SetOptions.self) + SpecGuard.problems(SelectOptions.self)
      + SpecGuard.problems(FilterOptions.self) + SpecGuard.problems(ValidateOptions.self)
      + SpecGuard.problems(ValidationRule.self) + SpecGuard.problems(ExpectOptions.self)
      + SpecGuard.problems(Expectation.self) + SpecGuard.problems(CompletenessExpectation.self)
      + SpecGuard.problems(ValidShareExpectation.self) + SpecGuard.problems(BoundsExpectation.self)
      + SpecGuard.problems(CountExpectation.self) + SpecGuard.problems(DedupeOptions.self)
      + SpecGuard.problems(HTTPStepOptions.self) + SpecGuard.problems(Delay.Options.self)
      + SpecGuard.problems(Fail.Options.self) + SpecGuard.problems(ExecOptions.self)
    #expect(problems == [])
  }

  @Test func stepsAreListedByName() {
    #expect(
      [StepPart].standard.map(\.name)
        == [
          "convert", "set", "select", "filter", "validate", "expect", "dedupe", "http", "exec", "delay",
          "fail",
        ])
  }
}
