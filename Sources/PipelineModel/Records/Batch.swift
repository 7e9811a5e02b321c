/// About a thousand records on their way through the stages: the unit of reading, writing and checkpointing.
///
/// Invariants:
/// - cells are row-major, `width` a row; every cell of a row is initialized when the row is appended;
/// - text cells point into `text` or into the arena, both of which live as long as the batch;
/// - `selection` lists the live rows in ascending order; a row that has left it is never changed again.
public final class Batch: @unchecked Sendable {
  // Unchecked because of the raw memory: a batch belongs to one lane at a time and is handed on through a lock.

  /// The batch's place in the source's order, from 0.
  public let sequence: Int
  /// Cells a row.
  public let width: Int
  /// The input text that cells point into.
  public let text: TextBuffer
  /// Offset of the text's first byte in the (decoded) input.
  public let textOffset: Int64
  /// The source's number of the input file the rows come from.
  public let file: Int
  /// When the source read it, for `meta.received_at`; whoever runs the pipeline sets it.
  public var receivedAt = Timestamp(seconds: 0, nanoseconds: 0)
  /// Names the rows, for `meta.id` and `meta.trace_id`; whoever runs the pipeline sets it. Only a run knows it: two
  /// runs of a job are two operations of one plan.
  public var identity: RecordIdentity?
  /// How often stages of the one row of a replay were undone before, by name.
  public var timesUndone: [String: Int] = [:]
  /// The keys under which ordered stages remember the one row of a replay from when it passed them before, by stage.
  public var ownKeys: [Int: Set<ContentDigest>] = [:]
  /// The first stage the rows pass; another than 0 only for records that enter again from the dead letters.
  public var firstStage = 0
  /// The stages whose fallback took the place of an answer, by row; few rows have any.
  public private(set) var fallbacks: [Int: [String]] = [:]
  /// Rows so far.
  public var rowCount: Int { @inlinable get { rowTotal } }
  @exclusivity(unchecked) @usableFromInline var rowTotal = 0
  /// Rows whose journey goes on, ascending.
  public var selection: [UInt32] = []
  /// Records that were given up, in the order in which it happened.
  public private(set) var failures: [RowFailure] = []

  // These are read for every row and written in `grow` only, which calls nobody: two accesses can't overlap, and
  // checking for it at run time took a fifteenth of the time of a run.
  @exclusivity(unchecked) @usableFromInline var cellStorage: UnsafeMutablePointer<Cell>
  @exclusivity(unchecked) @usableFromInline var originStorage: UnsafeMutablePointer<RowOrigin>
  @exclusivity(unchecked) @usableFromInline var statusStorage: UnsafeMutablePointer<RowStatus>
  @exclusivity(unchecked) @usableFromInline var capacity: Int
  private var arena = Arena()

  /// An empty batch with room for `capacity` rows; it grows as needed.
  public init(
    sequence: Int, width: Int, text: TextBuffer, textOffset: Int64, file: Int = 0, capacity: Int = 1024
  ) {
    self.sequence = sequence
    self.width = width
    self.text = text
    self.textOffset = textOffset
    self.file = file
    self.capacity = max(capacity, 1)
    cellStorage = .allocate(capacity: self.capacity * width)
    originStorage = .allocate(capacity: self.capacity)
    statusStorage = .allocate(capacity: self.capacity)
  }

  deinit {
    cellStorage.deallocate()
    originStorage.deallocate()
    statusStorage.deallocate()
  }

  /// The cells of a row.
  @inlinable
  public func row(_ index: Int) -> UnsafeMutablePointer<Cell> { cellStorage + index &* width }

  /// Where a row came from.
  @inlinable
  public func origin(_ index: Int) -> RowOrigin { originStorage[index] }

  /// What became of a row so far.
  @inlinable
  public func status(_ index: Int) -> RowStatus { statusStorage[index] }

  /// Takes a row off its way; the caller compacts the selection afterwards.
  @inlinable
  public func mark(_ index: Int, _ status: RowStatus) { statusStorage[index] = status }

  /// Gives a row up; a call says which attempts it made.
  public func fail(_ index: Int, stage: Int, _ failure: Failure, attempts: [FailedAttempt] = []) {
    statusStorage[index] = .failed
    failures.append(RowFailure(row: index, stage: stage, failure: failure, attempts: attempts))
  }

  /// Appends a live row whose cells are the caller's to fill, all of them.
  public func appendRow(_ origin: RowOrigin) -> UnsafeMutablePointer<Cell> {
    if rowCount == capacity { grow() }
    let index = rowCount
    rowTotal += 1
    originStorage[index] = origin
    statusStorage[index] = .live
    return row(index)
  }

  /// The cells of the row that comes next, for a decoder that learns the row's extent from its fields.
  ///
  /// The row exists once `commitRow` is called; until then the cells may be overwritten or left.
  @inlinable
  public func pendingRow() -> UnsafeMutablePointer<Cell> {
    if rowCount == capacity { grow() }
    return row(rowCount)
  }

  /// Appends the row that `pendingRow` gave, all of whose cells are filled; answers its index.
  @inlinable @discardableResult
  public func commitRow(_ origin: RowOrigin) -> Int {
    let index = rowCount
    originStorage[index] = origin
    statusStorage[index] = .live
    rowTotal = index &+ 1
    return index
  }

  /// Forgets the rows from `count` on, and their failures; called before any stage.
  public func truncate(to count: Int) {
    precondition(count <= rowTotal)
    rowTotal = count
    failures.removeAll { $0.row >= count }
  }

  /// Selects every row that is live: called once, after decoding.
  public func selectLiveRows() {
    // Through a local, because each access to a property of a class is checked for exclusivity.
    let total = rowTotal
    let statuses = statusStorage
    selection = [UInt32](unsafeUninitializedCapacity: total) { rows, count in
      for index in 0..<total where statuses[index] == .live {
        rows[count] = UInt32(index)
        count += 1
      }
    }
  }

  /// Drops from the selection the rows that are no longer live.
  public func compactSelection() {
    var kept = 0
    selection.withUnsafeMutableBufferPointer { rows in
      // Without a branch, which for a filter would be a guess for every row.
      for row in rows {
        rows[kept] = row
        kept &+= statusStorage[Int(row)] == .live ? 1 : 0
      }
    }
    selection.removeLast(selection.count - kept)
  }

  /// What became of the rows so far.
  public var tally: RowTally { RowTally(UnsafeBufferPointer(start: statusStorage, count: rowTotal)) }

  /// The record's text as it was read.
  public func original(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let origin = originStorage[index]
    return UnsafeBufferPointer(start: text.base + Int(origin.offset - textOffset), count: Int(origin.length))
  }

  /// Room for `count` bytes of computed text.
  public func allocateText(_ count: Int) -> UnsafeMutablePointer<UInt8> { arena.allocate(count) }

  /// Gives back what the latest `allocateText` did not need.
  public func shrinkLastText(from count: Int, to used: Int) { arena.shrinkLast(from: count, to: used) }

  /// A text cell with a copy of `bytes`.
  public func copyText(_ bytes: UnsafeBufferPointer<UInt8>, tag: Cell.Tag = .string) -> Cell {
    Cell(text: arena.copy(bytes), count: bytes.count, tag: tag)
  }

  /// A text cell with a copy of `string`.
  public func copyText(_ string: String, tag: Cell.Tag = .string) -> Cell {
    var string = string
    return string.withUTF8 { copyText($0, tag: tag) }
  }

  /// Marks a row: a fallback took the place of a stage's answer.
  public func markFallback(_ index: Int, stage: String) { fallbacks[index, default: []].append(stage) }

  /// Notes how the undoing of a failed row's earlier stages ended.
  public func noteCompensations(_ outcomes: [CompensationOutcome], of row: Int) {
    guard let index = failures.firstIndex(where: { $0.row == row }) else { return }
    failures[index].compensations += outcomes
  }

  @usableFromInline func grow() {
    let doubled = capacity * 2
    cellStorage = moved(cellStorage, rowCount * width, to: doubled * width)
    originStorage = moved(originStorage, rowCount, to: doubled)
    statusStorage = moved(statusStorage, rowCount, to: doubled)
    capacity = doubled
  }

  private func moved<T: BitwiseCopyable>(
    _ old: UnsafeMutablePointer<T>, _ count: Int, to capacity: Int
  ) -> UnsafeMutablePointer<T> {
    let new = UnsafeMutablePointer<T>.allocate(capacity: capacity)
    new.update(from: old, count: count)
    old.deallocate()
    return new
  }
}

/// A record that was given up.
public struct RowFailure: Sendable {
  /// Its row in the batch.
  public var row: Int
  /// The stage that gave it up, as an index into the plan's stages; -1 for the source.
  public var stage: Int
  /// Why.
  public var failure: Failure
  /// The attempts of the call that failed, the newest last.
  public var attempts: [FailedAttempt] = []
  /// How the undoing of its earlier stages ended.
  public var compensations: [CompensationOutcome] = []
}
