public import Resilience

/// How far a run has durably come: everything before it is settled, everything after it is undone on resume.
public struct Checkpoint: Codable, Sendable, Equatable {
  /// What the run was doing when it was written.
  public enum Status: String, Codable, Sendable {
    /// Going on; if it is found by another run, the process died.
    case running
    /// Stopped on purpose, to be resumed.
    case stopped
    /// The whole input is settled.
    case completed
    /// The whole input is settled, and dead letters are on their way again.
    case replaying
  }

  /// A place in the input.
  public struct Position: Codable, Sendable, Equatable {
    /// The number of the input file.
    public var file: Int
    /// The path of that file.
    public var path: String
    /// Bytes of the decoded input before it.
    public var offset: Int64
    /// Lines before it.
    public var line: Int64
    /// Rolling digest of those bytes.
    public var digest: String
    /// The files before it, read to their end.
    public var consumed: [File]
  }

  /// An input file that was read to its end.
  public struct File: Codable, Sendable, Equatable {
    /// Its path.
    public var path: String
    /// Bytes of its decoded content.
    public var size: Int64
    /// The digest of its content.
    public var digest: String
  }

  /// How much of a sink's output is settled.
  public struct Sink: Codable, Sendable, Equatable {
    /// The sink's name.
    public var name: String
    /// Its file, if it has one.
    public var path: String?
    /// Bytes of the file.
    public var bytes: Int64
    /// Rolling digest of those bytes.
    public var digest: String
    /// Records written.
    public var records: Int64
    /// What stands before the first record (a CSV header); frozen while the file is appended to.
    public var header: String?
  }

  /// The state store, as far as the checkpoint relies on it.
  public struct Store: Codable, Sendable, Equatable {
    /// Tells the store from any other one.
    public var id: String
    /// The newest epoch in which the store changed.
    public var epoch: Int64
  }

  /// The state of an ordered step.
  public struct Step: Codable, Sendable, Equatable {
    /// The stage's name.
    public var stage: String
    /// The step's own state.
    public var state: String
    /// Keys that the store holds for it; nil if that is not known.
    public var keys: Int64?
    /// Keys that the store keeps at least, once it has so many; it never falls.
    public var keyLimit: Int64?

    enum CodingKeys: String, CodingKey {
      case stage, state, keys
      case keyLimit = "key_limit"
    }
  }

  /// A service's circuit.
  public struct Breaker: Codable, Sendable, Equatable {
    /// The service's name.
    public var service: String
    /// Its circuit.
    public var state: CircuitBreakerSnapshot
  }

  /// The format's number; higher ones are refused.
  public var format = Checkpoint.currentFormat
  /// Names pipeline and input.
  public var operationID: String
  /// The run that wrote it.
  public var runID: String
  /// The checkpoint's number, from 0.
  public var epoch: Int64
  /// What the run was doing.
  public var status: Status
  /// The input files, as the user named them.
  public var sourceFile: String?
  /// The first sink's destination.
  public var targetTable: String?
  /// Records read.
  public var lastRow: Int64
  /// The place in the input; nil before the first record.
  public var position: Position?
  /// When it was written.
  public var timestamp: String
  /// Digest of the plan's meaning.
  public var planDigest: String
  /// Digest of the policies' meaning.
  public var policyDigest: String
  /// The sinks, in routing order.
  public var sinks: [Sink]
  /// Dead letters written by this operation so far.
  public var deadLetters: Int64
  /// Counts of the whole operation, over all runs.
  public var counts: RunCounts
  /// The ordered steps' states.
  public var steps: [Step]
  /// The services' circuits; nil for a pipeline without calls.
  public var breakers: [Breaker]?
  /// Names the operation of a job, which begins a new one with every run that isn't resumed.
  public var job: String?
  /// The store with its dead letters and keys.
  public var store: Store?

  /// The newest format this version writes and reads.
  public static let currentFormat = 1

  enum CodingKeys: String, CodingKey {
    case format, epoch, status, position, timestamp, sinks, counts, steps, breakers, job, store
    case operationID = "operation_id"
    case runID = "run_id"
    case sourceFile = "source_file"
    case targetTable = "target_table"
    case lastRow = "last_row"
    case planDigest = "plan_digest"
    case policyDigest = "policy_digest"
    case deadLetters = "dead_letters"
  }
}
