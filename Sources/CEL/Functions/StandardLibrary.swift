extension Library {
  /// The functions, macros and types of the language itself (cel-spec, "Standard Definitions").
  public static let standard = Library(
    name: "standard",
    functions: ArithmeticFunctions.all + ComparisonFunctions.all + ConversionFunctions.all + TextFunctions.all
      + TimeFunctions.all,
    macros: StandardMacros.all,
    types: [
      "bool": .bool, "bytes": .bytes, "double": .double, "int": .int, "uint": .uint, "string": .string,
      "list": .list(.dyn), "map": .map(.dyn, .dyn), "null_type": .null, "type": .type,
      "google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration,
    ])
}
