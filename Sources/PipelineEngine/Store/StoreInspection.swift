import PipelineModel

/// Looks at a store without opening it for good, so that one that lost what a checkpoint relies on is refused before it
/// is created anew, or its damaged log is cut off.
struct StoreInspection {
  let path: String

  /// Refuses a store that lacks what these checkpoints rely on.
  ///
  /// A checkpoint is read before the store, which a run that goes on changes first: so the store may be ahead of it and
  /// is never behind. One that is damaged says nothing about the store.
  func check(_ checkpoints: CheckpointFile) throws(EngineProblem) {
    var known: Checkpoint?
    while let checkpoint = newest(checkpoints), checkpoint.store != nil {
      do throws(EngineProblem) {
        return try OperationMark.check(checkpoint, against: try contents(), path: path)
      } catch {
        // A run that begins anew right now removes its checkpoint, then its share of the store.
        if known == checkpoint { throw error }
        known = checkpoint
      }
    }
  }

  private func newest(_ checkpoints: CheckpointFile) -> Checkpoint? {
    guard case .valid(let checkpoint, _) = try? checkpoints.inspect() else { return nil }
    return checkpoint
  }

  /// What a store says of itself.
  struct Contents {
    var id: String
    /// The epoch of each operation's newest change.
    var epochs: [String: Int64] = [:]
  }

  /// - Returns: nil if there is no store, or an empty one.
  private func contents() throws(EngineProblem) -> Contents? {
    do throws(FileProblem) {
      if try (PosixFileSystem().size(path) ?? 0) == 0 { return nil }
    } catch {
      throw EngineProblem(error, about: path)
    }
    do throws(StoreProblem) {
      let (database, _) = try Database.opened(path, readOnly: true)
      let layout = try database.rows("PRAGMA user_version").first?.first?.integer ?? 0
      if layout > StoreSchema.newest { throw StoreSchema.tooNew(Int(layout), path) }
      // Since the second one a store has a name, and a checkpoint that names one is no older.
      if layout < 2 { return nil }
      var contents = Contents(
        id: try database.rows("SELECT value FROM properties WHERE name = 'id'").first?.first?.text ?? "")
      for row in try database.rows("SELECT operation, epoch FROM operations") {
        if let operation = row[0].text { contents.epochs[operation] = row[1].integer }
      }
      return contents
    } catch {
      throw EngineProblem(error)
    }
  }
}
