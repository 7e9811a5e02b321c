public import ConfigSpec
public import PipelineModel

/// `dead_letter_queue`: what happens to records that are given up.
public struct DeadLetterSettings: Configurable {
  /// Whether records may be given up at all.
  public var isEnabled = true
  /// Automatic redeliveries of an entry before it stays parked.
  public var maxRetries = 0
  /// The wait between redeliveries.
  public var retryDelay: Duration = .seconds(300)
  /// Entries that are kept.
  public var maxSize: Int?
  /// Bytes of stored records.
  public var maxBytes: ByteCount?
  /// How long entries are kept.
  public var retention: Duration?
  /// What happens when there is no more room.
  public var onFull = DeadLetterLimits.OnFull.stop

  /// The declaration.
  public static let spec = Spec(blank: Self(), "What happens to records that are given up.") {
    Field("enabled", \.isEnabled, "If `false`, the first record that is given up stops the run.")
    Field(
      "max_retries", \.maxRetries, in: 0...1_000_000,
      "Automatic redeliveries of an entry before it stays parked.")
    Field(
      "retry_delay", \.retryDelay, as: .seconds, in: .zero ... .days(365),
      "Seconds between two redeliveries.")
    Field(
      "max_size", \.maxSize, in: 1...1_000_000_000,
      "Entries that are kept; without it the disk is the limit.")
    Field(
      "max_bytes", \.maxBytes, in: .kibibytes(1) ... .gibibytes(1 << 20),
      "Size of all stored records; without it the disk is the limit.")
    Field(
      "retention_days", \.retention, as: .days, in: .milliseconds(1) ... .days(36_500),
      "Days for which entries are kept; without it they are kept until someone discards them.")
    Field("on_full", \.onFull, "What happens when there is no more room.")
    Check { settings, report in
      if report.isSet("on_full"), settings.maxSize == nil, settings.maxBytes == nil {
        report.error(
          "`on_full` does nothing without a limit", at: "on_full", help: "set `max_size` or `max_bytes`")
      }
    }
  }

  /// The limits that a run keeps to.
  public var limits: DeadLetterLimits {
    var limits = DeadLetterLimits()
    limits.isEnabled = isEnabled
    limits.maxSize = maxSize
    limits.maxBytes = maxBytes.map { Int64($0.bytes) }
    limits.retention = retention
    limits.onFull = onFull
    return limits
  }
}

extension DeadLetterLimits.OnFull: ConfigEnum {
  /// What the word means.
  public var doc: String {
    switch self {
    case .stop: "Stops the run at a checkpoint, exit 4."
    case .dropOldest: "Removes the oldest entries."
    case .dropNewest: "Counts the new ones, and keeps nothing of them."
    }
  }
}
