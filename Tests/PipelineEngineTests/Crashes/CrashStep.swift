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

  /// The ids of the records; nil for all.
  var ids: [Int64]?
  var defect: Defect
  var place = Place.stage

  func apply(to batch: Batch, rows: UnsafeBufferPointer<UInt32>, stage: Int) {
    if place == .stage { crash(at: rows, of: batch) }
  }

  /// Crashes if one of the records is among the rows.
  func crash(at rows: UnsafeBufferPointer<UInt32>, of batch: Batch) {
    for row in rows {
      let id = NumberParser.integer(batch.row(Int(row))[0].text) ?? 0
      guard ids?.contains(id) ?? true else { continue }
      switch defect {
      case .failedPrecondition: preconditionFailure("the step's invariant is broken")
      case .overflow: batch.firstStage = Int.max - Int(id) + batch.rowCount * 1_000_000
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

extension Plan {
  /// The same plan, in which the source or the sinks crash if that is where the defect is.
  func crashing(_ crash: CrashStep) -> Plan {
    var plan = self
    switch crash.place {
    case .source: plan.source = plan.source.map { CrashSource(source: $0, crash: crash) }
    case .stage: break
    case .sink:
      for index in plan.sinks.indices {
        plan.sinks[index].encoder = plan.sinks[index].encoder.map { CrashEncoder(encoder: $0, crash: crash) }
      }
    }
    return plan
  }
}
