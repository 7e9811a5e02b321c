extension DeadLetterStore {
  /// Adds entries of one epoch, within the caller's transaction.
  static func insert(_ letters: [DeadLetter], epoch: Int64, in database: Database) throws(StoreProblem) {
    try insert(DeadLetterRows(block: DeadLetterBlock(letters)), epoch: epoch, in: database)
  }

  /// Adds entries of one epoch, within the caller's transaction.
  ///
  /// A value stays bound from one row to the next, so that what all entries have in common is bound once.
  static func insert(
    _ letters: DeadLetterRows, epoch: Int64, in database: Database
  ) throws(StoreProblem) {
    if letters.isEmpty { return }
    let (block, first) = (letters.block, letters.first)
    let columns = DeadLetterColumn.allCases
    let names = columns.map(\.name).joined(separator: ", ")
    let marks = Array(repeating: "?", count: columns.count + 3).joined(separator: ", ")
    let statement = try database.prepare(
      "INSERT INTO dead_letters (epoch, bytes, \(names), checksum) VALUES (\(marks))")
    var checksum = DeadLetterChecksum()
    try statement.bind(.integer(epoch), at: 1)
    for row in first..<block.count {
      try statement.bind(.integer(block.payloadBytes(row)), at: 2)
      for column in columns {
        if row > first, block.cell(column, row) == block.cell(column, row - 1) { continue }
        let index = Int32(column.rawValue + 3)
        switch column.kind {
        case .integer: try statement.bind(block.integer(column, row).map { .integer($0) } ?? .null, at: index)
        case .text: try statement.bind(textInPlace: block.text(column, row), at: index)
        case .blob: try statement.bind(blobInPlace: block.text(column, row), at: index)
        }
      }
      try statement.bind(.integer(checksum.of(row, of: block)), at: Int32(columns.count + 3))
      try statement.runBound()
    }
    // The statement points into the block until it is gone.
    withExtendedLifetime((block, statement)) {}
  }
}
