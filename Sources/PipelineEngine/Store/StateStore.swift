import Synchronization

/// `state.db`: dead letters, ordered steps' keys and the run history of one pipeline.
///
/// Rows that belong to a checkpoint carry its epoch. A row whose epoch lies beyond the newest checkpoint was
/// written by a run that was cut off before that checkpoint became valid; `rewind` undoes it.
public final class StateStore: Sendable {
  /// Nil once it is closed.
  private let database: Mutex<Database?>
  /// The store's file.
  public let path: String
  /// Tells this store from any other one that may come to stand in its place.
  let id: String
  /// Why the store can only be read, if that is for lack of space.
  private let lackOfSpace: StoreProblem?

  /// Opens the store, creating it if it is missing, and brings an older layout up to date.
  ///
  /// - Parameter isReadable: is content with reading where nothing can be written.
  public init(path: String, isReadable: Bool = false) throws(EngineProblem) {
    self.path = path
    do throws(StoreProblem) {
      let database: Database
      (database, lackOfSpace) =
        isReadable
        ? try Database.opened(path, readOnly: Database.isFixed(path)) : (try Database(path: path), nil)
      try StoreSchema.migrate(database)
      id = try database.rows("SELECT value FROM properties WHERE name = 'id'").first?.first?.text ?? ""
      self.database = Mutex(database)
    } catch {
      throw isReadable && error.isNoSpace ? EngineProblem(nothingWritten: error) : EngineProblem(error)
    }
  }

  /// Looks through the whole store for damage, if that takes no more than a moment; larger ones are noticed to be
  /// damaged where they are read.
  ///
  /// - Throws: `.refused` with what SQLite found.
  func check(upTo limit: Int64 = 16 << 20) throws(EngineProblem) {
    let path = path
    try use { database throws(StoreProblem) in
      let pages = try database.rows("PRAGMA page_count").first?.first?.integer ?? 0
      let pageSize = try database.rows("PRAGMA page_size").first?.first?.integer ?? 0
      if pages.multipliedReportingOverflow(by: pageSize).partialValue > limit { return }
      let found = try database.rows("PRAGMA integrity_check(1)").first?.first?.text ?? "nothing"
      if found != "ok" { throw StoreProblem(path: path, code: 11, message: found) }
    }
  }

  /// Ends the connection with everything in the file itself: a write-ahead log that stayed would be one more file to
  /// lose, and SQLite ignores all of it that lies behind a damaged byte.
  public func close() {
    database.withLock { database in
      database?.emptyLog()
      database = nil
    }
  }

  /// Runs `body` on the one connection.
  func use<T: Sendable>(_ body: (Database) throws(StoreProblem) -> sending T) throws(EngineProblem) -> T {
    let result: Result<T, StoreProblem> = database.withLock { database in
      guard let database else {
        return .failure(StoreProblem(path: path, code: 21, message: "it is closed"))
      }
      do throws(StoreProblem) { return .success(try body(database)) } catch { return .failure(error) }
    }
    do throws(StoreProblem) { return try result.get() } catch {
      if let lackOfSpace, error.isReadOnly { throw EngineProblem(nothingWritten: lackOfSpace) }
      throw EngineProblem(error)
    }
  }
}
