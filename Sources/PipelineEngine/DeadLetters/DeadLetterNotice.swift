/// A record that was given up, for whoever observes a run; its texts are read when they are asked for.
public struct DeadLetterNotice: Sendable {
  private let block: DeadLetterBlock
  private let row: Int

  init(_ block: DeadLetterBlock, row: Int) {
    self.block = block
    self.row = row
  }

  /// A notice of this entry.
  public init(_ letter: DeadLetter) { self.init(DeadLetterBlock(CollectionOfOne(letter)), row: 0) }

  /// Groups entries with the same cause.
  public var fingerprint: String { block.string(.fingerprint, row) }

  /// Everything about it.
  public var letter: DeadLetter { block.letter(row) }
}
