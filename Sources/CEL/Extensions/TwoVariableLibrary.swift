extension Library {
  /// Loops with two variables: index and element of a list, or key and value of a map.
  public static let twoVariableComprehensions = Library(
    name: "two-variable comprehensions",
    macros: [
      loop("all", .all), loop("exists", .exists), loop("existsOne", .existsOne),
      loop("exists_one", .existsOne),
      loop("transformList", .list), loop("transformList", .list, hasFilter: true),
      loop("transformMap", .map), loop("transformMap", .map, hasFilter: true),
      loop("transformMapEntry", .mapEntries), loop("transformMapEntry", .mapEntries, hasFilter: true),
    ])

  private static func loop(_ name: String, _ kind: ComprehensionKind, hasFilter: Bool = false) -> Macro {
    Macro(name: name, style: .method, argumentCount: hasFilter ? 4 : 3) {
      (call: MacroCall) throws(CompileError) -> Expression? in
      try StandardMacros.comprehension(kind, call, variables: 2, hasFilter: hasFilter)
    }
  }
}
