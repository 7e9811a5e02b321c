public import ConfigSpec
public import PipelineModel

/// `dead_letter_queue`: what happens to records that are given up.
public struct DeadLetterSettings: Configurable {
  /// Whether records may be given up at all.
  public var isEnabled = true
  /// Automatic redeliveries of an entry before it stays parked; 0 redelivers nothing.
  public var maxRetries = 0
  /// The least time between a failure and the next redelivery.
  public var retryDelay: Duration = .seconds(300)
  /// Entries that are kept.
  public var maxSize: Int?
  /// Bytes of stored records.
  public var maxBytes: ByteCount?
  /// How long entries are kept.
  public var retention: Duration?
  /// What happens when there is no more room.
  public var onFull = DeadLetterLimits.OnFull.stop
  /// Names what must stay in order.
  public var sequenceBy = OneOrMany<ExpressionSource>([])
  /// How many records may be given up before the run stops.
  public var budget: BudgetSettings?

  /// The declaration.
  public static let spec = Spec(blank: Self(), "What happens to records that are given up.") {
    Field("enabled", \.isEnabled, "If `false`, the first record that is given up stops the run.")
    Field(
      "max_retries", \.maxRetries, in: 0...1_000_000,
      """
      Automatic redeliveries of an entry of class transient before it stays parked; 0 redelivers nothing. A run \
      redelivers what is due once its input is settled, also when there is no more input, each entry at most once in a \
      run; it never waits for one. What succeeds is appended to the outputs, what fails stays a dead letter with its \
      history. Left alone are entries of jobs, those whose stages were undone (`compensate`), and all while `--limit` is \
      set.
      """)
    Field(
      "retry_delay", \.retryDelay, as: .seconds, in: .zero ... .days(365),
      "Seconds between an entry's last failure and its redelivery, at the least.")
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
    Field(
      "sequence_by", \.sequenceBy,
      """
      What must stay in order: a field of the source's records, such as `patient_id`, an expression over them, or a list \
      of these. Of the dead letters with the same values the earliest goes first: replays and redeliveries hold the \
      later ones back while it is a dead letter, also when it fails again, is not due or not selected; discard it to let \
      them go. Later records of the input are not held back: they go through. Entries without a value, and those of \
      before the setting, have no order.
      """
    ).example("patient_id")
    Field("budget", \.budget, "How many records may be given up before the run stops.").example("5%")
    Check { settings, report in
      if report.isSet("retry_delay"), !report.isSet("max_retries") {
        report.error(
          "`retry_delay` does nothing without `max_retries`", at: "retry_delay",
          help: "set `max_retries: 3`, or delete it")
      }
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
    limits.budget = isEnabled ? budget?.budget : nil
    if isEnabled, maxRetries > 0 { limits.redelivery = Redelivery(maxRetries: maxRetries, delay: retryDelay) }
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
