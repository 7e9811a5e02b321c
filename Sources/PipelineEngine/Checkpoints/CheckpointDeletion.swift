import PipelineModel

/// Forgets how far an operation came; its outputs stay where they are.
///
/// Its dead letters go with the checkpoint, since the next run reads all records again and would write them twice.
public struct CheckpointDeletion {
  let directory: OperationDirectory
  let store: StateStore?

  /// The checkpoints of an operation, and the store its dead letters are in.
  public init(_ directory: OperationDirectory, store: StateStore?) {
    self.directory = directory
    self.store = store
  }

  /// Deletes under the operation's lock.
  ///
  /// - Throws: `.inUse` while a run of the operation goes on.
  public func run() throws(EngineProblem) {
    let lock = try directory.lock()
    defer { lock.release() }
    let checkpoints = directory.checkpoints
    // The store first: what is cut off in between is a checkpoint without dead letters, which a second try removes.
    let operation = directory.operation
    try store?.use { database throws(StoreProblem) in
      try database.transaction { () throws(StoreProblem) in
        try DeadLetterStore.rewind(operation, to: -1, in: database)
        try StepKeyStore.rewind(operation, to: -1, in: database)
        try IdempotencyKeyStore.rewind(operation, to: -1, in: database)
        try database.run("DELETE FROM operations WHERE operation = ?", .text(operation))
        try database.run("DELETE FROM removals WHERE operation = ?", .text(operation))
        try database.run("DELETE FROM settled_letters WHERE operation = ?", .text(operation))
      }
    }
    do throws(FileProblem) {
      try directory.files.remove(checkpoints.path)
      try directory.files.remove(checkpoints.previousPath)
      try directory.files.remove(CallJournal.path(in: checkpoints.directory))
      try CrashFile.removeAll(in: checkpoints.directory, directory.files)
    } catch {
      throw EngineProblem(error, about: checkpoints.path)
    }
  }
}
