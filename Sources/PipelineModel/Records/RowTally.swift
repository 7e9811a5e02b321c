internal import CScan

/// How many rows of a batch have left it, by what became of them.
public struct RowTally: Sendable, Equatable {
  /// Rows a filter left out.
  public var filtered = 0
  /// Rows that had been there before.
  public var duplicates = 0
  /// Rows that were passed over.
  public var skipped = 0
  /// Rows that were given up.
  public var failed = 0

  /// Counts rows, 64 at a time: it is done before and after each stage.
  public init(_ statuses: UnsafeBufferPointer<RowStatus>) {
    let bytes = UnsafeRawBufferPointer(statuses).assumingMemoryBound(to: UInt8.self)
    guard let base = bytes.baseAddress else { return }
    var index = 0
    while index &+ 64 <= bytes.count {
      let gone = ~cscan_equal64(base + index, RowStatus.live.rawValue)
      if gone != 0 { count(base + index) }
      index &+= 64
    }
    for status in statuses[index...] { count(status) }
  }

  /// Rows that left without failing.
  public var dropped: Int { filtered + duplicates + skipped }

  @inline(__always)
  private mutating func count(_ statuses: UnsafePointer<UInt8>) {
    filtered &+= cscan_equal64(statuses, RowStatus.filtered.rawValue).nonzeroBitCount
    duplicates &+= cscan_equal64(statuses, RowStatus.duplicate.rawValue).nonzeroBitCount
    skipped &+= cscan_equal64(statuses, RowStatus.skipped.rawValue).nonzeroBitCount
    failed &+= cscan_equal64(statuses, RowStatus.failed.rawValue).nonzeroBitCount
  }

  private mutating func count(_ status: RowStatus) {
    switch status {
    case .live: break
    case .filtered: filtered &+= 1
    case .duplicate: duplicates &+= 1
    case .skipped: skipped &+= 1
    case .failed: failed &+= 1
    }
  }
}
