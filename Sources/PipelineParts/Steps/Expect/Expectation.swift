public import ConfigSpec

/// One expectation; exactly one of its kinds is given.
public struct Expectation: Configurable {
  /// What messages call it.
  public var name: String?
  /// How many records have a value in a field.
  public var completeness: CompletenessExpectation?
  /// How many records a condition holds for.
  public var valid: ValidShareExpectation?
  /// How many values of a field lie within bounds.
  public var bounds: BoundsExpectation?
  /// How many records there are.
  public var count: CountExpectation?

  /// The declaration.
  public static let spec = Spec(
    blank: Self(), "One expectation: `completeness`, `valid`, `bounds` or `count`, and what it is called."
  ) {
    Field("name", \.name, "What messages call it.").example("lab values plausible").excludedFromDigest()
    Field(
      "completeness", \.completeness,
      "The share of records in which a field is neither null, empty nor missing.")
    Field(
      "valid", \.valid,
      "The share of records for which a condition holds; one that can't be evaluated doesn't.")
    Field(
      "bounds", \.bounds, "The share of the values of a field that lie within bounds; nulls are left aside.")
    Field("count", \.count, "The number of records.")
    Check { options, report in
      let given = [
        ("completeness", options.completeness != nil), ("valid", options.valid != nil),
        ("bounds", options.bounds != nil), ("count", options.count != nil),
      ].filter(\.1).map(\.0)
      if given.isEmpty {
        report.error(
          "an expectation needs `completeness`, `valid`, `bounds` or `count`", at: "name",
          help: "write `completeness: {field: amount, at_least: 95%}`")
      }
      if given.count > 1 {
        report.error(
          "`\(given[0])` and `\(given[1])` are two expectations", at: given[1],
          help: "give each an entry of its own")
      }
    }
  }
}
