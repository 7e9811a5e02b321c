public import ConfigSpec

/// How many records there must be.
public struct CountExpectation: Configurable {
  /// The least number.
  public var atLeast: Int?
  /// The greatest number.
  public var atMost: Int?

  /// The declaration.
  public static let spec = Spec(blank: Self(), "How many records there must be.") {
    Field("at_least", \.atLeast, in: 0...Int.max, "The least number of records.").example(.int(1))
    Field("at_most", \.atMost, in: 0...Int.max, "The greatest number of records.").example(.int(1_000_000))
    Check { options, report in
      if options.atLeast == nil, options.atMost == nil {
        report.error("`count` needs `at_least` or `at_most`", at: "at_least")
      }
      if let least = options.atLeast, let most = options.atMost, least > most {
        report.error("`at_least` is greater than `at_most`", at: "at_least")
      }
    }
  }
}
