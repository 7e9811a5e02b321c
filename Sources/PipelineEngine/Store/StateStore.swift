import Synchronization

/// `state.db`: dead letters, ordered steps' keys and the run history of one pipeline.
///
/// Rows that belong to a checkpoint carry its epoch. A row whose epoch lies beyond the newest checkpoint was
/// written by a run that was cut off before that checkpoint became valid; `rewind` undoes it.
public final class StateStore: Sendable {
  private let database: Mutex<Database>
  /// The store's file.
  public let path: String

  /// Opens the store, creating it if it is missing, and brings an older layout up to date.
  public init(path: String) throws(EngineProblem) {
    self.path = path
    do throws(StoreProblem) {
      let database = try Database(path: path)
      try StoreSchema.migrate(database)
      self.database = Mutex(database)
    } catch {
      throw EngineProblem(error)
    }
  }

  /// Runs `body` on the one connection.
  func use<T: Sendable>(_ body: (Database) throws(StoreProblem) -> sending T) throws(EngineProblem) -> T {
    let result: Result<T, StoreProblem> = database.withLock { database in
      do throws(StoreProblem) { return .success(try body(database)) } catch { return .failure(error) }
    }
    do throws(StoreProblem) { return try result.get() } catch { throw EngineProblem(error) }
  }
}
