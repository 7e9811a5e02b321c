import ConfigSpec
import PipelineModel
import Resilience

/// A call step for planning: `with: {url: …, into: …}`.
struct TestCall: StepDefinition {
  struct Options: Configurable {
    var url = ""
    var into: String?

    static let spec = Spec(blank: Self(), "Calls.") {
      Field("url", \.url, "Where.").required()
      Field("into", \.into, "The column for the answer.")
    }
  }

  static let name = "call"

  static func plan(_ options: Options, _ planning: inout StepPlanning) -> PlannedStage.Work? {
    let slot = options.into.map { planning.assign($0, .string) }
    return .call(Step(url: options.url, slot: slot), CallPolicy())
  }

  struct Step: CallStep {
    let url: String
    let slot: Int?
    var isRepeatable: Bool { true }

    func prepare(_ row: Int, in batch: Batch) throws(Failure) -> any PreparedCall {
      throw Failure("TestError", .permanent, "only planned")
    }

    func substitute(_ json: String) -> CallResult { CallResult() }
  }
}
