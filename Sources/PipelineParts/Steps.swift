public import PipelineModel

extension [StepPart] {
  /// The steps that come with the product, in the order in which they are listed to people.
  public static var standard: [StepPart] {
    [
      StepPart(Convert.self),
      StepPart(SetFields.self),
      StepPart(Select.self),
      StepPart(Filter.self),
      StepPart(Validate.self),
      StepPart(Expect.self),
      StepPart(Dedupe.self),
      StepPart(HTTPDefinition.self),
      StepPart(Exec.self),
      StepPart(Delay.self),
      StepPart(Fail.self),
    ]
  }
}
