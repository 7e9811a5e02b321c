/// A sink as it runs.
public struct PlannedSink: Sendable {
  /// The sink's name in the file.
  public var name: String
  /// The part it uses.
  public var uses: String
  /// The records it takes; nil takes all.
  public var when: RowPredicate?
  /// Whether a record it took goes on to the sinks below.
  public var continues: Bool
  /// Turns records into bytes; nil throws them away (`drop`).
  public var encoder: (any RecordEncoder)?
  /// Where the bytes go.
  public var destination: SinkDestination

  /// A sink from its parts.
  public init(
    name: String, uses: String, when: RowPredicate?, continues: Bool, encoder: (any RecordEncoder)?,
    destination: SinkDestination
  ) {
    self.name = name
    self.uses = uses
    self.when = when
    self.continues = continues
    self.encoder = encoder
    self.destination = destination
  }
}

/// Where a sink's bytes go, and with which promise.
public enum SinkDestination: Sendable, Equatable {
  /// A file, exactly once.
  case file(SinkFile)
  /// The standard output, at least once.
  case standardOutput
  /// Nowhere; the records are counted.
  case nowhere
}

/// A sink's file.
public struct SinkFile: Sendable, Equatable {
  /// The path to write, absolute.
  public var path: String
  /// Whether it is written as gzip.
  public var isCompressed: Bool
  /// Whether it appears under its name only when the run is complete (`<path>.partial` until then).
  public var isPublishedAtEnd: Bool

  /// A file from its parts.
  public init(path: String, isCompressed: Bool = false, isPublishedAtEnd: Bool = false) {
    self.path = path
    self.isCompressed = isCompressed
    self.isPublishedAtEnd = isPublishedAtEnd
  }

  /// The path that is written while the run goes on.
  public var workingPath: String { isPublishedAtEnd ? path + ".partial" : path }
}
