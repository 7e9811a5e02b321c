import CEL
import Testing

@Suite struct LibraryTests {
  private let functions = Environment().libraries.flatMap(\.functions)

  @Test func aNewFunctionIsOneDeclaration() throws {
    let shout = Function(
      "shout", "The text with an exclamation mark.",
      [
        .method("string_shout") { (text: String) -> String in text + "!" },
        .method("string_shout_int") { (text: String, count: Int64) throws(EvaluationError) -> String in
          guard count >= 0 else {
            throw EvaluationError(.invalidArgument, "less than no marks", value: .int(count))
          }
          return text + String(repeating: "!", count: Int(count))
        },
      ])
    let environment = Environment(libraries: [Library(name: "mine", functions: [shout])])
    #expect(try environment.compile("'a'.shout() + 'b'.shout(2)").evaluate().description == #""a!b!!""#)
    #expect(
      shout.overloads.map { $0.signature(of: "shout") } == [
        "string.shout() -> string", "string.shout(int) -> string",
      ])
    #expect(throws: CompileError.self) { try environment.compile("'a'.shout(1.5)") }
    let error = #expect(throws: EvaluationError.self) { try environment.compile("'a'.shout(-1)").evaluate() }
    #expect(error?.detailedMessage == "less than no marks: -1")
  }

  @Test func everyFunctionIsDocumented() {
    for function in functions {
      #expect(function.documentation.hasSuffix("."), "\(function.name)")
      #expect(!function.overloads.isEmpty, "\(function.name)")
    }
  }

  @Test func overloadsHaveNamesOfTheirOwn() {
    let ids = functions.flatMap(\.overloads).map(\.id)
    #expect(Set(ids).count == ids.count)
  }

  @Test func withoutLibrariesOnlyTheLanguageRemains() {
    let environment = Environment(libraries: [])
    #expect(throws: CompileError.self) { try environment.compile("'a'.charAt(0)") }
    #expect(throws: CompileError.self) { try environment.compile("cel.bind(x, 1, x)") }
    #expect(throws: Never.self) { try environment.compile("[1].all(x, x > 0)") }
  }
}
