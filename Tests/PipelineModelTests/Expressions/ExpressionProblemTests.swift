import ConfigSpec
import PipelineModel
import Testing

struct ExpressionProblemTests {
  let laboratory = ExpressionFixture.laboratory
  let json = ExpressionFixture.json

  @Test func tellsWhatIsWrongWhenThePlanIsBuilt() {
    #expect(
      laboratory.test("los > \"3\"")
        == "`>` can't be applied to `double` and `string`; write the number without quotes: `3.0`")
    #expect(laboratory.test("flag = 'abnormal'") == "`=` isn't an operator; use `==` to compare")
    #expect(
      laboratory.test("subject_id.size() > 1")
        == "a value of type `int` has no method `size`; convert it to text first: `string(subject_id).size()`"
    )
    #expect(
      laboratory.test("true && 1")
        == "`&&` joins conditions, found a value of type `int`; write `true`, `false` or a comparison")
    #expect(laboratory.test("flg == 'abnormal'") == "`flg` isn't a known name; did you mean `flag`?")
    #expect(
      laboratory.test("record.flg == 'abnormal'")
        == "`record` has no field `flg`; did you mean `flag`?")
    #expect(
      laboratory.test("record['any_name'] == 'abnormal'")
        == "`record` has no field `any_name`; did you mean `any name`?")
    #expect(
      laboratory.test("params.limt == 'abnormal'")
        == "`params` has no field `limt`; did you mean `limit`?")
    #expect(laboratory.test("meta.lin == 'abnormal'") == "`meta` has no field `lin`; did you mean `line`?")
    #expect(laboratory.test("flag.matches('(')") == "bad regular expression: missing ): (")
    #expect(
      laboratory.test("los")
        == "a condition must be true or false, this is a value of type `double`; compare it, as in `x "
        + "!= 0.0`")
    #expect(laboratory.test("los +") == "the expression ends where a value is expected")
  }

  @Test func acceptsEveryNameWhileTheInputIsUnknown() {
    var fixture = laboratory
    fixture.schema = .unknown
    #expect(fixture.type("los > 3 && record.x == 'a' ? y : z.a[0]") == "dynamic?")
  }

  @Test func namesFieldsAndTypesButNoValuesWhenARecordFails() {
    #expect(json.test("absent > 3") == "ExpressionError: no such field `absent`")
    #expect(json.test("other > 3") == "ExpressionError: no such field `other`")
    #expect(
      json.test("name > 3")
        == "ExpressionError: `name > 3`: the operator or function isn't defined for these types of "
        + "values (`name` is string)")
    #expect(
      json.test("none + id > 3")
        == "ExpressionError: `none + id`: the operator or function isn't defined for these types of "
        + "values (`none` is null, `id` is int)")
    #expect(
      json.test("name")
        == "ExpressionError: the condition `name` must be true or false, it is a value of type string")
    #expect(
      json.value("int(name)")
        == "ExpressionError: `int(name)`: the text isn't an integer (`name` is string)")
    #expect(
      laboratory.value("subject_id / (subject_id - 10006)")
        == "ExpressionError: `subject_id / (subject_id - 10006)`: division by zero (`subject_id` is int)")
    #expect(
      laboratory.value("string(valuenum)")
        == "ExpressionError: `string(valuenum)`: the operator or function isn't defined for these "
        + "types of values (`valuenum` is null)")
    #expect(
      laboratory.value("subject_id * 9223372036854775807")
        == "ExpressionError: `subject_id * 9223372036854775807`: the result is outside of its type's "
        + "range (`subject_id` is int)")
  }

  @Test func pointsIntoTheFile() throws {
    var decoding = Decoding()
    let yaml = "when: >-\n  los > 3.0 &&\n  flg == 'abnormal'\n"
    let root = try #require(YAMLReader().read(text: yaml, path: "lab.yaml", into: &decoding.diagnostics))
    let node = try #require(root["when"])
    let source = try #require(ExpressionSource.decode(node, &decoding))
    #expect(laboratory.compiler.predicate(source, laboratory.schema, &decoding.diagnostics) == nil)
    let expected = """
      error: `flg` isn't a known name
        --> lab.yaml:3:3
         |
       3 |   flg == 'abnormal'
         |   ^^^
         = help: did you mean `flag`?
      """
    #expect(decoding.diagnostics.text().split(separator: "\n") == expected.split(separator: "\n"))
  }

  @Test(.timeLimit(.minutes(15)))
  func compilesDeepExpressionsInTimeProportionalToTheirLength() {
    var texts = ["valueuom", "los", "los == 1.0", "los == 1.0"]
    for _ in 0..<60 {
      texts[0] = "string(\(texts[0]) + '!') + valueuom"
      texts[1] = "(\(texts[1]) > 2.0 ? 1.0 : los)"
      texts[2] = "!(\(texts[2]) != alive)"
      texts[3] = "(\(texts[3]) != [true].exists(x, x))"
    }
    for (text, type) in zip(texts, ["string", "double", "boolean", "boolean"]) {
      #expect(laboratory.type(text) == type)
    }
  }
}
