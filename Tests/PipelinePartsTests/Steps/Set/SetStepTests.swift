import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineParts

@Suite struct SetStepTests {
  /// `x` becomes x + 1, then `y` becomes the new x + 1.
  private let step = SetStep(assignments: [
    .init(
      name: "x", slot: 1,
      expression: expression("x + 1", 0, .integer) { cell throws(Failure) in
        if cell.tag == .missing { throw noSuchField }
        return cell.tag == .null ? .null : Cell(cell.integer + 1)
      }),
    .init(
      name: "y", slot: 2,
      expression: expression("x + 1", 1, .integer) { $0.tag == .null ? .null : Cell($0.integer + 1) }),
  ])

  private func run(_ rows: [[CellLiteral]]) -> [String] {
    let output = Schema(columns: [
      Column(name: "x", slot: 1, type: .integer), Column(name: "y", slot: 2, type: .integer),
    ])
    return StepTrial.run(step, rows, width: 3, input: schema("x"), output: output)
  }

  @Test func eachExpressionSeesTheFieldsBeforeIt() {
    #expect(run([[1], [nil]]) == ["x: 2, y: 3", "x: null, y: null"])
  }

  @Test func failsARecordWhoseExpressionFailsAndNoOther() {
    #expect(
      run([[.missing], [5]]) == [
        "ExpressionError (permanent): field `x`: there is no field `z` in this record", "x: 6, y: 7",
      ])
  }
}
