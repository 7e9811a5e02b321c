import ConfigSpec
import PipelineModel
import Testing

struct ExpressionProblemTests {
  let laboratory = ExpressionFixture.laboratory
  let json = ExpressionFixture.json

  @Test func tellsWhatIsWrongWhenThePlanIsBuilt() {
    #expect(laboratory.test("los > \"3\"") == "")
    #expect(laboratory.test("flag = 'abnormal'") == "")
    #expect(laboratory.test("subject_id.size() > 1") == "")
    #expect(laboratory.test("true && 1") == "")
    #expect(laboratory.test("flg == 'abnormal'") == "")
    #expect(laboratory.test("record.flg == 'abnormal'") == "")
    #expect(laboratory.test("record['any_name'] == 'abnormal'") == "")
    #expect(laboratory.test("params.limt == 'abnormal'") == "")
    #expect(laboratory.test("meta.lin == 'abnormal'") == "")
    #expect(laboratory.test("flag.matches('(')") == "")
    #expect(laboratory.test("los") == "")
    #expect(laboratory.test("los +") == "")
  }

  @Test func acceptsEveryNameWhileTheInputIsUnknown() {
    var fixture = laboratory
    fixture.schema = .unknown
    #expect(fixture.type("los > 3 && record.x == 'a' ? y : z.a[0]") == "dynamic?")
  }

  @Test func namesFieldsAndTypesButNoValuesWhenARecordFails() {
    #expect(json.test("absent > 3") == "")
    #expect(json.test("other > 3") == "")
    #expect(json.test("name > 3") == "")
    #expect(json.test("none + id > 3") == "")
    #expect(json.test("name") == "")
    #expect(json.value("int(name)") == "")
    #expect(laboratory.value("subject_id / (subject_id - 10006)") == "")
    #expect(laboratory.value("string(valuenum)") == "")
    #expect(laboratory.value("subject_id * 9223372036854775807") == "")
  }
}
