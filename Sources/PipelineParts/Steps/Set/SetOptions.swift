public import ConfigSpec

/// Which fields `set` computes, drops and renames.
public struct SetOptions: Configurable {
  /// The fields to compute.
  public var fields = OrderedMap<ExpressionSource>()
  /// The fields to take out.
  public var drop: [String] = []
  /// New names, by the old ones.
  public var rename = OrderedMap<String>()

  /// The declaration.
  public static let spec = Spec(
    blank: Self(),
    """
    Computes fields, then drops fields, then renames fields. An expression that can't be evaluated makes the record \
    an `ExpressionError`.
    """
  ) {
    Field(
      "fields", \.fields,
      """
      The fields and their expressions, one after another: each sees those before it. A field that exists keeps \
      its place, a new one comes last.
      """
    )
    .example(.object([("result", .string("string(valuenum) + ' ' + valueuom"))]))
    Field("drop", \.drop, "Takes these fields out, after `fields`.").example(.array([.string("row_id")]))
    Field(
      "rename", \.rename,
      "Gives fields new names, old to new, after `drop`; all at once, so that two may swap."
    )
    .example(.object([("subject_id", .string("patient"))]))
    Check { options, report in
      if options.fields.isEmpty, options.drop.isEmpty, options.rename.isEmpty {
        report.error(
          "`set` does nothing", at: "fields",
          help: "write `fields: {total: \"price * amount\"}`, `drop` or `rename`")
      }
    }
  }
}
