import PipelineModel
import Testing

struct ExpressionValueTests {
  let laboratory = ExpressionFixture.laboratory
  let json = ExpressionFixture.json

  @Test func yieldsEveryKindOfValueAsACell() {
    #expect(laboratory.value("subject_id + 1") == "10007")
    #expect(laboratory.value("los * 2.0") == "9.0")
    #expect(laboratory.value("flag == 'abnormal'") == "true")
    #expect(laboratory.value("valuenum == null ? '' : string(valuenum) + ' ' + valueuom") == "''")
    #expect(laboratory.value("null") == "null")
    #expect(laboratory.value("charttime + duration('1h')") == "timestamp 1700003600.0")
    #expect(laboratory.value("duration('1h')") == "'3600s'")
    #expect(laboratory.value("duration('-1.5s')") == "'-1.5s'")
    #expect(laboratory.value("b'hello'") == "'aGVsbG8='")
    #expect(laboratory.value("18446744073709551615u") == "number 18446744073709551615")
    #expect(laboratory.value("7u") == "7")
    #expect(laboratory.value("[1, 2.5, 'a\\n', null, true]") == #"json [1,2.5,"a\n",null,true]"#)
    #expect(laboratory.value("{'a': [1], 2: 'x'}") == #"json {"a":[1],"2":"x"}"#)
  }

  @Test func keepsTheCellsOfAPlainColumn() {
    #expect(laboratory.value("born") == "date 19000")
    #expect(laboratory.value("alive ? born : born") == "date 19000")
    #expect(laboratory.value("string(born)") == "'2022-01-08T00:00:00Z'")
    #expect(laboratory.value("born.getFullYear()") == "2022")
  }

  @Test func reachesAnyFieldThroughTheRecord() {
    #expect(laboratory.value("record.flag") == "'abnormal'")
    #expect(laboratory.value("record['any name']") == "'odd'")
    #expect(laboratory.value("record['fl' + 'ag']") == "'abnormal'")
    #expect(laboratory.value("record['meta']") == "'column'")
    #expect(laboratory.value("type + 'B'") == "'AB'")
    #expect(laboratory.value("type(los) == double") == "true")
    #expect(laboratory.test("has(record.flag) && 'flag' in record && size(record) == 11") == "true")
    #expect(laboratory.test("record.exists(name, name == 'los')") == "true")
  }

  @Test func knowsWhereTheRecordCameFromAndTheParams() {
    #expect(laboratory.value("meta.line") == "7")
    #expect(laboratory.value("meta.source") == "'in.csv'")
    #expect(laboratory.value("meta.id.startsWith('msg_') && meta.trace_id.size() == 32") == "true")
    #expect(laboratory.value("meta.fallback.size()") == "0")
    #expect(laboratory.value("int(params.limit) + 1") == "6")
  }

  @Test func readsJSONAsItIs() {
    #expect(json.value("id + 1") == "8")
    #expect(json.value("price + 1.0") == "2.5")
    #expect(json.value("name.size()") == "1")
    #expect(json.value("none") == "null")
    #expect(json.value("tags[1].b") == "3")
    #expect(json.value("tags") == #"json ["a", {"b": 2, "b": 3}]"#)
    #expect(json.value("tags.map(t, t)") == #"json ["a",{"b":3}]"#)
    #expect(json.value("more + 1") == "4")
    #expect(json.value("record['möre']") == "'x'")
    #expect(
      json.test("has(record.more) && !has(record.other) && !has(record.absent) && has(record.none)") == "true"
    )
    #expect(json.test("size(record) == 7") == "true")
  }

  @Test func aColumnTakesThePlaceOfTheMemberOfItsName() {
    let replaced = ExpressionFixture(
      [("more", .integer, false, .integer(5))], rest: #""more":3,"other":1"#)
    #expect(replaced.test("size(record) == 2 && record.more == 5 && record.other == 1") == "true")
    let untouched = ExpressionFixture(
      [("more", .integer, true, .missing)], rest: #""more":3,"other":1"#)
    #expect(untouched.test("size(record) == 2 && record.more == 3 && more == 3") == "true")
    #expect(untouched.test("has(record.more)") == "true")
  }

  @Test func knowsTheTypeOfItsValuesWhenThePlanIsBuilt() {
    #expect(laboratory.type("subject_id + 1") == "integer")
    #expect(laboratory.type("valuenum") == "double?")
    #expect(laboratory.type("born") == "date")
    #expect(laboratory.type("valuenum == null ? null : valueuom") == "string?")
    #expect(laboratory.type("[1]") == "dynamic")
    #expect(json.type("id") == "dynamic?")
    #expect(json.type("string(id)") == "string")
  }
}
