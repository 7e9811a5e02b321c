import PipelineModel

/// Changes dead letters by hand: edits, discards and imports them, each under the lock of their operation.
public struct DeadLetterDesk {
  private let location: StateLocation
  private let store: StateStore

  /// The dead letters of a pipeline.
  public init(_ location: StateLocation, store: StateStore) {
    self.location = location
    self.store = store
  }

  /// Which text of an entry is edited.
  public enum Part: String, Sendable {
    /// The record as it was when it failed, as JSON.
    case body = "message_body"
    /// The record as it was received.
    case original
  }

  /// Puts another text in an entry, and notes that in its history; false if it is the same but for spaces between the
  /// members of the body, and the line end that editors leave.
  ///
  /// - Throws: `.inUse` while a run of the operation goes on, `.refused` if the body is no JSON object.
  @discardableResult
  public func edit(_ letter: DeadLetter, _ part: Part, _ bytes: [UInt8]) throws(EngineProblem) -> Bool {
    if part == .body, !JSONText.isObject(bytes) {
      throw EngineProblem(
        .refused, "the edited body of \(letter.messageID) is not a JSON object; nothing was changed",
        help: "edit it again; names and texts stand in double quotes, and there is no comma before `}`")
    }
    var changed = letter
    if part == .body { changed.body = JSONMembers(bytes).line } else { changed.original = bytes }
    if changed.body == letter.body, [letter.original, letter.original + [0x0A]].contains(changed.original) {
      return false
    }
    let note = "{\"at\":\"\(timestampText())\",\"edited\":\"\(part.rawValue)\"}"
    let kept = letter.attempts.dropFirst().dropLast()
    let attempts = kept.isEmpty ? "[\(note)]" : "[\(kept),\(note)]"
    changed.attempts = attempts
    let values: [SQLValue] = [
      .blob(changed.body), .blob(changed.original), .integer(changed.payloadBytes), .text(attempts),
      .integer(DeadLetterChecksum.of(changed)), .integer(letter.sequence),
    ]
    let count = try change(letter.operation) { database throws(StoreProblem) in
      try database.prepare(
        """
        UPDATE dead_letters SET body = ?, original = ?, bytes = ?, attempts = ?, checksum = ?
        WHERE sequence = ? AND removed_epoch IS NULL
        """
      ).run(values)
      return database.changes
    }
    if count == 0 {
      throw EngineProblem(.refused, "\(letter.messageID) is no longer a dead letter; nothing was changed")
    }
    return true
  }

  /// A body with a member on each line, for editors.
  public static func editable(_ body: [UInt8]) -> [UInt8] {
    let members = JSONMembers(body)
    return Array("{\n  ".utf8) + members.lines.joined(separator: Array(",\n  ".utf8)) + Array("\n}\n".utf8)
  }

  /// Takes entries out for good and keeps the reason; returns how many.
  public func discard(
    _ selection: DeadLetterStore.Selection, condition: String? = nil, reason: String
  ) throws(EngineProblem) -> Int {
    let condition = try condition.map { text throws(EngineProblem) in try EntryCondition(text) }
    let letters = DeadLetterStore(store: store)
    var count = 0
    for operation in try letters.operations(selection) {
      var selection = selection
      selection.operation = operation
      let chosen = selection
      var sequences: [Int64] = []
      var last: Int64 = 0
      while true {
        let page = try letters.letters(chosen, after: last)
        guard let end = page.last else { break }
        for letter in page {
          if let condition, try !condition.holds(for: letter) { continue }
          sequences.append(letter.sequence)
        }
        last = end.sequence
      }
      let found = sequences
      count += try change(operation) { database throws(StoreProblem) in
        // Epoch 0 and no operation: no checkpoint brings it back, and no purge takes the reason away.
        let statement = try database.prepare(
          """
          UPDATE dead_letters SET removed_epoch = 0, removed_operation = NULL, removed_why = ?
          WHERE sequence = ? AND removed_epoch IS NULL
          """)
        var changed = 0
        for sequence in found {
          try statement.run([.text("discarded: " + reason), .integer(sequence)])
          changed += database.changes
        }
        return changed
      }
    }
    return count
  }

  /// Changes an operation's entries under its lock, with what lies beyond its checkpoint undone.
  func change<T: Sendable>(
    _ operation: String, _ body: (Database) throws(StoreProblem) -> T
  ) throws(EngineProblem) -> T {
    do throws(EngineProblem) { return try changeOrRunFull(operation, body) } catch {
      guard error.kind == .diskFull else { throw error }
      // No run is to go on at a checkpoint.
      throw error.whereNothingWasChanged
    }
  }

  private func changeOrRunFull<T: Sendable>(
    _ operation: String, _ body: (Database) throws(StoreProblem) -> T
  ) throws(EngineProblem) -> T {
    let directory = OperationDirectory(
      state: location.directory, operation: operation, files: PosixFileSystem())
    let lock = try directory.lock()
    defer { lock.release() }
    var epoch: Int64?
    if case .valid(let checkpoint, _) = try directory.checkpoints.inspect() { epoch = checkpoint.epoch }
    return try store.use { database throws(StoreProblem) in
      try database.transaction { () throws(StoreProblem) in
        if let epoch {
          try DeadLetterStore.rewind(operation, to: epoch, in: database)
          try StepKeyStore.rewind(operation, to: epoch, in: database)
        }
        return try body(database)
      }
    }
  }
}
