import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineParts

@Suite struct ConvertOptionsTests {
  private func problems(_ yaml: String, _ type: ColumnType = .string) -> [String] {
    StepTrial(StepPart(Convert.self), yaml, [("charttime", type), ("flag", .string)]).problems
  }

  @Test func offersTheColumnThatWasMeant() {
    #expect(
      problems("fields:\n  chartime: timestamp") == [
        "2:3 there is no column `chartime` here — did you mean `charttime`?"
      ])
  }

  @Test func offersTheTypeThatWasMeant() {
    let expected =
      "must be one of `integer`, `double`, `boolean`, `timestamp`, `date` and `string`, with `?` if it may be null"
    #expect(
      problems("fields: {charttime: datetime?, flag: bolean}") == [
        "1:21 `charttime` \(expected), found `datetime?` — did you mean `timestamp?`?",
        "1:38 `flag` \(expected), found `bolean` — did you mean `boolean`?",
      ])
  }

  @Test func refusesKeysThatDoNothing() {
    #expect(
      problems("fields: {flag: {type: boolean, formats: ['%Y-%m-%d']}}") == [
        "1:41 `formats` does nothing for the type `boolean`"
      ])
    #expect(
      problems("fields: {flag: {type: boolean, true: [a]}}") == [
        "1:38 `true` and `false` belong together — add `false: [N]`"
      ])
    #expect(
      problems("fields: {flag: {type: boolean, true: [a], false: [a]}}") == [
        "1:50 `a` can't mean both true and false"
      ])
  }

  @Test func pointsIntoAWrongFormat() {
    #expect(
      problems("fields: {charttime: {type: timestamp, formats: ['%Y-%m-%Q']}}") == [
        "1:56 `formats[0]` is not a format that makes up a point in time: expected "
          + "a directive such as `%Y`; `%%` is a percent sign — for example `%Y-%m-%d %H:%M:%S`"
      ])
  }

  @Test func refusesWhatCanNeverSucceed() {
    #expect(
      problems("fields: {charttime: timestamp}", .integer) == [
        "1:21 the column `charttime` holds integers here, which can't become timestamps — "
          + "say what the number counts: `{type: timestamp, epoch: seconds}`"
      ])
    #expect(
      problems("fields: {charttime: double}", .boolean) == [
        "1:21 the column `charttime` holds booleans here, which can't become doubles"
      ])
  }

  @Test func refusesNamedZones() {
    #expect(
      problems("fields: {charttime: {type: timestamp, timezone: Europe/Berlin}}") == [
        "1:49 `timezone` must be `UTC` or an offset such as `+01:00`, found `Europe/Berlin` — "
          + "zones with summer time are not known here; write the offset in hours and minutes"
      ])
  }
}
