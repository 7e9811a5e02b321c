import PipelineModel
import Testing

@Suite struct JSONCursorTests {
  private func items(_ text: String, isMembers: Bool = false) -> [String] {
    withText(text) { bytes in
      guard var cursor = isMembers ? JSONCursor(members: bytes) : JSONCursor(bytes) else { return ["none"] }
      var items: [String] = []
      while let item = cursor.next() {
        items.append((item.name.map { "\($0.string)=" } ?? "") + "\(item.value.kind):\(item.value.string)")
      }
      return items
    }
  }

  @Test func walksOverElementsAndMembers() {
    #expect(
      items(#"[1, -2.5 ,"x\n", null,[{}],true]"#) == [
        "integer:1", "number:-2.5", "escapedString:x\n", "null:null", "array:[{}]", "yes:true",
      ])
    #expect(items(#"{ "a" : "b" , "\u0063":{"d":[]} }"#) == ["a=string:b", #"c=object:{"d":[]}"#])
    #expect(items(#""a":1,"b":false"#, isMembers: true) == ["a=integer:1", "b=no:false"])
    #expect(items("[]") == [])
    #expect(items("{ }") == [])
    #expect(items("12") == ["none"])
    #expect(items("") == ["none"])
  }

  @Test func findsTheLastMemberOfAName() {
    withText(#"{"a":1,"\u0062":2,"a":3}"#) { bytes in
      var cursor = JSONCursor(bytes)
      let found = withText("a") { cursor?.member($0)?.string }
      #expect(found == "3")
      var again = JSONCursor(bytes)
      #expect(withText("b") { again?.member($0)?.string } == "2")
      var none = JSONCursor(bytes)
      #expect(withText("c") { none?.member($0)?.string } == nil)
    }
  }
}
