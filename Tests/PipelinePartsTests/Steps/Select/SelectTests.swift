import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineParts

@Suite struct SelectTests {
  private func trial(_ yaml: String, isOpen: Bool = false) -> StepTrial {
    StepTrial(
      StepPart(Select.self), yaml, [("a", .string), ("bee", .string), ("c", .string)], isOpen: isOpen)
  }

  @Test func leavesTheFieldsInTheirNewOrder() {
    let trial = trial("fields: [c, a]")
    #expect(
      trial.run([["1", "2", "3"], ["4", nil, .missing]]) == ["c: '3', a: '1'", "c: missing, a: '4'"])
  }

  @Test func dropsMembersWithoutColumn() {
    let trial = trial("fields: [a]", isOpen: true)
    #expect(!trial.output.isOpen)
    #expect(trial.run([["1", "2", "3", .members("\"d\":4")]]) == ["a: '1'"])
  }

  @Test func offersTheColumnThatWasMeant() {
    #expect(
      trial("fields: [a, beee]").problems == ["1:13 there is no column `beee` here — did you mean `bee`?"])
    #expect(
      trial("fields: [quantity]", isOpen: true).problems == [
        "1:10 there is no column `quantity` here — name it under `fields` of the source"
      ])
  }

  @Test func refusesAFieldTwice() {
    #expect(trial("fields: [a, c, a]").problems == ["1:16 `a` stands here twice"])
  }
}
