public import Resilience

/// A record that was given up, with everything needed to understand, mend and replay it.
public struct DeadLetter: Sendable {
  /// The store's number; 0 until it is stored.
  public var sequence: Int64 = 0
  /// Stable name of the record: derives from operation, input and offset.
  public var messageID: String
  /// Names pipeline and input.
  public var operation: String
  /// The run that gave it up.
  public var runID: String
  /// The stage that gave it up, or `source`.
  public var stage: String
  /// How it was classified.
  public var failureClass: FailureClass
  /// How bad it is.
  public var severity: Severity
  /// The kind of error.
  public var errorType: String
  /// The error, for people.
  public var errorMessage: String
  /// The field it is about.
  public var field: String?
  /// Groups entries with the same cause.
  public var fingerprint: String
  /// The input file.
  public var file: String?
  /// The record's first line.
  public var line: Int64?
  /// The record's offset in the decoded input.
  public var offset: Int64?
  /// The record as it was received.
  public var original: [UInt8]
  /// The record as it was when it failed, as JSON; empty if it could not be decoded.
  public var body: [UInt8]
  /// When it was read.
  public var receivedAt: String
  /// When it was given up.
  public var failedAt: String
  /// Attempts beyond the first.
  public var retryCount: Int
  /// Stable id for tracing.
  public var traceID: String
  /// The plan it was processed by.
  public var planDigest: String
  /// Every attempt with its time and error, as a JSON array.
  public var attempts: String
  /// How often it was redelivered without being asked for.
  public var redeliveries = 0
  /// What must stay in order, as a JSON array of texts; nil if nothing must.
  public var sequenceKey: String?
  /// Whether the store gave back something else than was written.
  public internal(set) var isDamaged = false
  /// The store's number of the entry that it was at first; nil if that is its own.
  var origin: Int64?

  /// Its place among the dead letters: an entry that was given up again stands where it stood.
  var order: Int64 { origin ?? sequence }
}
