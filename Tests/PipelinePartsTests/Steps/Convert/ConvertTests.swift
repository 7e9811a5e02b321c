import ConfigSpec
import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineParts

@Suite struct ConvertTests {
  private func convert(
    _ field: String, _ values: [CellLiteral], from type: ColumnType = .dynamic, trim: Bool = false
  ) -> [String] {
    let trial = StepTrial(StepPart(Convert.self), "fields: {x: \(field)}\ntrim: \(trim)", [("x", type)])
    return trial.run(values.map { [$0] })
  }

  @Test func readsIntegers() {
    #expect(
      convert("integer", ["12", "-9223372036854775808", "+7", .number("1.0"), .number("1e3"), 5, 2.0])
        == [
          "x: 12", "x: -9223372036854775808", "x: 7", "x: 1", "x: 1000", "x: 5", "x: 2",
        ])
  }

  @Test func saysWhyATextIsNoInteger() {
    let prefix = "ConversionError (permanent): field `x` is not an integer: "
    #expect(
      convert(
        "integer", ["1.0", "12a", "1,000", "9223372036854775808", " 1", "1 ", "-", "é1", .number("1.5")])
        == [
          prefix + "it has a decimal point at character 2",
          prefix + "a digit is expected at character 3",
          prefix + "a digit is expected at character 2",
          prefix + "it doesn't fit in 64 bits",
          prefix + "a space at character 1 (`trim: true` drops it)",
          prefix + "a space at character 2 (`trim: true` drops it)",
          prefix + "a digit is expected at character 2",
          prefix + "a digit is expected at character 1",
          prefix + "it has a fraction",
        ])
  }

  @Test func takesNothingForNullOnlyWithQuestionMark() {
    #expect(convert("double?", ["", nil, .missing, "1"]) == ["x: null", "x: null", "x: null", "x: 1.0"])
    let prefix = "ConversionError (permanent): field `x` "
    #expect(
      convert("double", ["", nil, .missing]) == [
        prefix + "is empty; a double is expected (`double?` allows empty values)",
        prefix + "is null; a double is expected (`double?` allows null)",
        prefix + "is missing; a double is expected",
      ])
  }

  @Test func readsDoubles() {
    #expect(
      convert("double", ["1.5", "1e3", ".5", "-0.1", .number("2"), 3, 0.25])
        == ["x: 1.5", "x: 1000.0", "x: 0.5", "x: -0.1", "x: 2.0", "x: 3.0", "x: 0.25"])
    let prefix = "ConversionError (permanent): field `x` is not a double: "
    #expect(
      convert("double", ["1,5", "nan", "1e999", "0x10"]) == [
        prefix + "a number must go on at character 2",
        prefix + "a number must go on at character 1",
        prefix + "it is too large",
        prefix + "a number must go on at character 2",
      ])
  }

  @Test func readsBooleansInAnyCase() {
    #expect(
      convert("boolean", ["TRUE", "t", "Yes", "y", "1", "False", "F", "no", "N", "0", 1, .number("0"), true])
        == (Array(repeating: "x: true", count: 5) + Array(repeating: "x: false", count: 5)
          + ["x: true", "x: false", "x: true"]))
    #expect(
      convert("boolean", ["on", "truee", 2]) == [
        "ConversionError (permanent): field `x` is not a boolean: "
          + "true, t, yes, y, 1, false, f, no, n or 0 is expected",
        "ConversionError (permanent): field `x` is not a boolean: "
          + "true, t, yes, y, 1, false, f, no, n or 0 is expected",
        "ConversionError (permanent): field `x` is a number; a boolean is expected",
      ])
  }

  @Test func ownBooleanTextsReplaceTheUsualOnes() {
    #expect(
      convert("{type: boolean, true: [J, Ja], false: [N]}", ["J", "Ja", "N", "j", "true"]) == [
        "x: true", "x: true", "x: false",
        "ConversionError (permanent): field `x` is not a boolean: it is none of the texts under `true` and `false`",
        "ConversionError (permanent): field `x` is not a boolean: it is none of the texts under `true` and `false`",
      ])
  }

  @Test func readsTimestampsWithAndWithoutOffset() {
    #expect(
      convert(
        "timestamp",
        [
          "2013-01-01T10:00:00Z", "2013-01-01 10:00:00", "2013-01-01T10:00:00.25",
          "2013-01-01T10:00:00+02:00",
          .date(1), .timestamp(5),
        ])
        == [
          "x: 2013-01-01T10:00:00Z", "x: 2013-01-01T10:00:00Z", "x: 2013-01-01T10:00:00.25Z",
          "x: 2013-01-01T08:00:00Z", "x: 1970-01-02T00:00:00Z", "x: 1970-01-01T00:00:05Z",
        ])
    #expect(
      convert("{type: timestamp, timezone: '-05:00'}", ["2013-01-01 10:00:00", "2013-01-01T10:00:00Z"])
        == ["x: 2013-01-01T15:00:00Z", "x: 2013-01-01T10:00:00Z"])
  }

  @Test func saysWhereATimestampEnds() {
    let prefix = "ConversionError (permanent): field `x` is not a timestamp: "
    #expect(
      convert("timestamp", ["2013-13-01 10:00:00", "2013-02-29 10:00:00", "2013-01-01", "2013-01-01 10:00"])
        == [
          prefix + "a month (01 to 12) is expected at character 6",
          prefix + "a day that the month has is expected at character 9",
          prefix + "`T` is expected at character 11",
          prefix + "`:` is expected at character 17",
        ])
  }

  @Test func triesFormatsInOrderAndNamesTheNearest() {
    #expect(
      convert(
        "{type: timestamp, formats: ['%d.%m.%Y %H:%M', '%Y-%m-%dT%H:%M:%S%z'], timezone: '+01:00'}",
        ["31.12.2012 23:30", "2013-01-01T10:00:00+02:00", "2013-01-01T10:00:60Z", .number("3")])
        == [
          "x: 2012-12-31T22:30:00Z", "x: 2013-01-01T08:00:00Z",
          "ConversionError (permanent): field `x` is not a timestamp: "
            + "a second (00 to 59) is expected at character 18 for `%Y-%m-%dT%H:%M:%S%z`",
          "ConversionError (permanent): field `x` is not a timestamp: "
            + "`.` is expected at character 2 for `%d.%m.%Y %H:%M`",
        ])
  }

  @Test func readsEpochTimestamps() {
    #expect(
      convert("{type: timestamp, epoch: ms}", [.number("1500"), -1, "86400000", 1000.0])
        == [
          "x: 1970-01-01T00:00:01.5Z", "x: 1969-12-31T23:59:59.999Z", "x: 1970-01-02T00:00:00Z",
          "x: 1970-01-01T00:00:01Z",
        ])
    #expect(
      convert("{type: timestamp, epoch: seconds}", [.integer(1 << 60), "x"]) == [
        "ConversionError (permanent): field `x` is a number out of the range of timestamps",
        "ConversionError (permanent): field `x` is not a timestamp: "
          + "a whole number of a time in the years 0001 to 9999 is expected at character 1",
      ])
  }

  @Test func readsDates() {
    #expect(convert("date", ["2024-02-29", .timestamp(-1)]) == ["x: 2024-02-29", "x: 1969-12-31"])
    #expect(convert("{type: date, formats: '%m/%d/%Y'}", ["2/29/2024"]) == ["x: 2024-02-29"])
    #expect(
      convert("date", ["2023-02-29"]) == [
        "ConversionError (permanent): field `x` is not a date: a day that the month has is expected at character 9"
      ])
  }

  @Test func writesText() {
    #expect(
      convert(
        "string", ["", "a", 1, 1.5, true, .number("1.50"), .json("[1, 2]"), .timestamp(0), .date(0), nil])
        == [
          "x: ''", "x: 'a'", "x: '1'", "x: '1.5'", "x: 'true'", "x: '1.50'", "x: '[1, 2]'",
          "x: '1970-01-01T00:00:00Z'", "x: '1970-01-01'",
          "ConversionError (permanent): field `x` is null; a string is expected (`string?` allows null)",
        ])
    #expect(convert("string?", ["", "a"]) == ["x: null", "x: 'a'"])
  }

  @Test func trimsBeforeItReads() {
    #expect(convert("integer?", [" 12\t", "  ", "1 2"], trim: true).prefix(2) == ["x: 12", "x: null"])
    #expect(convert("string", ["  a b "], trim: true) == ["x: 'a b'"])
  }

  @Test func refusesNestedValues() {
    #expect(
      convert("integer", [.json("{}"), false]) == [
        "ConversionError (permanent): field `x` is a JSON array or object; an integer is expected",
        "ConversionError (permanent): field `x` is a boolean; an integer is expected",
      ])
  }

  @Test func reportsTheFirstBadFieldOfARecordAndLeavesOthersAlone() {
    let trial = StepTrial(
      StepPart(Convert.self), "fields: {a: integer, b: double}",
      [("a", .string), ("b", .string), ("c", .string)])
    #expect(
      trial.run([["x", "y", "1"], ["1", "y", "1"], ["1", "2", "3"]]) == [
        "ConversionError (permanent): field `a` is not an integer: a digit is expected at character 1",
        "ConversionError (permanent): field `b` is not a double: a number must go on at character 1",
        "a: 1, b: 2.0, c: '3'",
      ])
    #expect(trial.output.columns.map(\.type) == [.integer, .double, .string])
    #expect(trial.output.names == ["a", "b", "c"])
  }
}
