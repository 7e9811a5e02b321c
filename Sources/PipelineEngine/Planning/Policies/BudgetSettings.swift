public import ConfigSpec
import PipelineModel

/// `budget`: how many records may be given up before the run stops.
public struct BudgetSettings: Configurable {
  /// So many records.
  public var records: Int?
  /// This share of the records read.
  public var share: Share?
  /// With fewer records read the share says nothing yet.
  public var minimumRecords = 1000

  /// The declaration.
  public static let spec = Spec(
    blank: Self(),
    """
    How many records may be given up. The run stops at a checkpoint before the first one beyond (exit 4), at the same \
    record however many workers there are; run again with a larger budget, or when the cause is mended, it goes on \
    there. All runs over the same input count together; what was replayed or redelivered no longer counts.
    """
  ) {
    Field("records", \.records, in: 0...1_000_000_000, "So many records.").example(.int(500))
    Field("share", \.share, "This share of the records read.").example("5%")
    Field(
      "minimum_records", \.minimumRecords, in: 1...1_000_000_000,
      "With fewer records read the share says nothing yet: the first record alone would be 100%.")
    Shorthand(as: Codec<Int>.standard.limited(to: 0...1_000_000_000), "So many records.") { count in
      var settings = BudgetSettings()
      settings.records = count
      return settings
    }
    Shorthand(Share.self, "This share of the records read, with the default of `minimum_records`.") { share in
      var settings = BudgetSettings()
      settings.share = share
      return settings
    }
    Check { settings, report in
      if settings.records == nil, settings.share == nil {
        report.error(
          "`budget` needs `records` or `share`", at: "records",
          help: "write for example `budget: 5%` or `budget: {share: 5%, records: 500}`")
      }
      if report.isSet("minimum_records"), settings.share == nil {
        report.error(
          "`minimum_records` does nothing without `share`", at: "minimum_records", help: "delete it")
      }
    }
  }

  /// What runs keep to.
  var budget: DeadLetterBudget {
    DeadLetterBudget(
      records: records.map { Int64($0) }, share: share?.fraction,
      minimumRecords: Int64(minimumRecords))
  }
}
