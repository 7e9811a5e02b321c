public import ConfigSpec

/// What `convert` does with which fields.
public struct ConvertOptions: Configurable {
  /// The fields and what becomes of them.
  public var fields = OrderedMap<FieldConversion>()
  /// Whether white space around text is dropped first.
  public var trim = false

  /// The declaration.
  public static let spec = Spec(
    blank: Self(),
    "Gives text and JSON values a type. A value that doesn't fit makes the record a `ConversionError`."
  ) {
    Field(
      "fields", \.fields,
      """
      The fields and their types: `integer`, `double`, `boolean`, `timestamp`, `date` or `string`. A `?` after \
      the type allows null; an empty text and a missing field become null then, and are errors otherwise.
      """
    )
    .required()
    .example(.object([("charttime", .string("timestamp")), ("valuenum", .string("double?"))]))
    Field("trim", \.trim, "Drops spaces, tabs and line ends around text before it is read.")
    Check { options, report in
      if options.fields.isEmpty {
        report.error("`fields` names no field", at: "fields", help: "write `fields: {amount: double}`")
      }
    }
  }
}
