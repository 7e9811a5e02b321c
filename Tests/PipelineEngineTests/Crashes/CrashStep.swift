import Glibc
import PipelineModel

/// Crashes the process at some records, as a defect of a step would.
struct CrashStep: TransformStep, Codable {
  enum Defect: String, Codable, CaseIterable {
    case failedPrecondition, overflow, invalidPointer, endlessRecursion, abort, shrunkenMapping, sentFault

    /// The signal that ends the process.
    var signal: Int32 {
      switch self {
      // Swift traps with `ud2` on x86 and with `brk` on ARM.
      #if arch(x86_64)
        case .failedPrecondition, .overflow: SIGILL
      #else
        case .failedPrecondition, .overflow: SIGTRAP
      #endif
      case .invalidPointer, .endlessRecursion: SIGSEGV
      case .abort: SIGABRT
      case .shrunkenMapping: SIGBUS
      case .sentFault: SIGFPE
      }
    }
  }

  /// Where the defect is.
  enum Place: String, Codable, CaseIterable { case source, stage, sink }

  /// The ids of the records.
  var ids: [Int64]
  var defect: Defect
  var place = Place.stage

  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int) {
    if place == .stage { crash(at: rows, of: batch) }
  }

  /// Crashes if one of the records is among the rows.
  func crash(at rows: UnsafeBufferPointer<UInt32>, of batch: Batch) {
    for row in rows {
      guard let id = NumberParser.integer(batch.row(Int(row))[0].text), ids.contains(id) else { continue }
      switch defect {
      case .failedPrecondition: preconditionFailure("the step's invariant is broken")
      case .overflow: batch.firstStage = Int.max - Int(id) + ids.count * 1_000_000
      case .invalidPointer: UnsafeMutablePointer<UInt8>(bitPattern: 8)?.pointee = 1
      case .endlessRecursion: batch.firstStage = Self.depth(of: batch, 0)
      case .abort: abort()
      case .shrunkenMapping: Self.readBehindTheEnd()
      case .sentFault: raise(SIGFPE)
      }
    }
  }

  @inline(never) private static func depth(of batch: Batch, _ level: Int) -> Int {
    batch.rowCount + level < 0 ? level : depth(of: batch, level + 1) + 1
  }

  private static func readBehindTheEnd() {
    guard let file = tmpfile() else { return }
    ftruncate(fileno(file), 4096)
    let memory = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fileno(file), 0)
    ftruncate(fileno(file), 0)
    memory?.storeBytes(of: 1, as: UInt8.self)
  }
}

/// A source that crashes when it decodes some records.
struct CrashSource: Source {
  let source: any Source
  let crash: CrashStep

  var schema: Schema { source.schema }
  var files: [String] { source.files }
  var isResumable: Bool { source.isResumable }

  func open(at position: SourcePosition?) throws(SourceProblem) -> any SourceReader {
    try source.open(at: position)
  }

  func openRecordByRecord(at position: SourcePosition?) throws(SourceProblem) -> any SourceReader {
    try source.openRecordByRecord(at: position)
  }

  func decode(_ chunk: Chunk, width: Int) -> Batch {
    let batch = source.decode(chunk, width: width)
    batch.selectLiveRows()
    batch.selection.withUnsafeBufferPointer { crash.crash(at: $0, of: batch) }
    return batch
  }

  func position(_ origin: RowOrigin, in chunk: Chunk) throws(SourceProblem) -> SourcePosition {
    try source.position(origin, in: chunk)
  }
}

/// An encoder that crashes when it writes some records.
struct CrashEncoder: RecordEncoder {
  let encoder: any RecordEncoder
  let crash: CrashStep

  var preamble: [UInt8] { encoder.preamble }

  func encode(_ rows: UnsafeBufferPointer<UInt32>, of batch: Batch, into output: inout OutputBuffer) {
    crash.crash(at: rows, of: batch)
    encoder.encode(rows, of: batch, into: &output)
  }
}
