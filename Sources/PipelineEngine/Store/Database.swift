import CSQLite
import Glibc

/// One connection to a SQLite file; used by one thread at a time.
///
/// Opened with WAL and `synchronous=FULL`: a commit that returned is durable.
final class Database {
  private let handle: OpaquePointer
  private let isReadOnly: Bool
  let path: String

  /// Opens the file, creating it with mode 0600 if it is missing.
  ///
  /// - Parameter lacksSpace: whether there is no room for the companions that SQLite makes even to read.
  init(path: String, readOnly: Bool = false, lacksSpace: Bool = false) throws(StoreProblem) {
    self.path = path
    isReadOnly = readOnly
    // SQLite would create it readable for all; its companions take over the mode.
    if !readOnly { close(open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)) }
    var handle: OpaquePointer?
    let isFixed = readOnly && (lacksSpace || Self.isFixed(path))
    let flags =
      (readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
      | (isFixed ? SQLITE_OPEN_URI : 0)
    let name = isFixed ? "file:\(Self.escaped(path))?immutable=1" : path
    let code = sqlite3_open_v2(name, &handle, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard let handle, code == SQLITE_OK else {
      let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close(handle)
      throw StoreProblem(path: path, code: code, message: message)
    }
    self.handle = handle
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, Self.patience)
    if !readOnly {
      // A file that is there keeps the size of its pages.
      try execute("PRAGMA page_size=\(Self.pageSize)")
      try execute("PRAGMA journal_mode=WAL")
      try execute("PRAGMA wal_autocheckpoint=\(Self.logPages)")
      try execute("PRAGMA synchronous=FULL")
      try execute("PRAGMA foreign_keys=ON")
    }
  }

  /// Opens the file for whoever may only want to read; with the problem if that is all there is space for.
  static func opened(_ path: String, readOnly: Bool) throws(StoreProblem) -> (Database, StoreProblem?) {
    do throws(StoreProblem) {
      let database = try Database(path: path, readOnly: readOnly)
      // The first one that reads makes the companions.
      _ = try database.rows("PRAGMA user_version")
      return (database, nil)
    } catch {
      guard error.isNoSpace, hasEmptyLog(path) else { throw error }
      // Nobody else can write either, so that what is read stays what it is.
      return (try Database(path: path, readOnly: true, lacksSpace: true), error)
    }
  }

  /// Bytes of a page: a store of dead letters is smaller than with SQLite's usual 4096, and takes half of the calls.
  private static let pageSize = 8 * 1024

  /// Pages of the write-ahead log after which they move to the file: 4 MiB, as SQLite does with its usual pages.
  private static let logPages = 512

  /// Milliseconds to wait for another process.
  private static let patience: Int32 = 10_000

  /// Whether nobody can change the file: then it is read without the companions that SQLite would make beside it. What a
  /// write-ahead log holds would be missing.
  static func isFixed(_ path: String) -> Bool {
    let directory = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    return access(directory, W_OK) != 0 && [EROFS, EACCES].contains(errno) && hasEmptyLog(path)
  }

  /// Whether all there is stands in the file itself.
  private static func hasEmptyLog(_ path: String) -> Bool {
    var log = stat()
    return stat(path + "-wal", &log) != 0 || log.st_size == 0
  }

  /// The path in a URI.
  private static func escaped(_ path: String) -> String {
    path.map { ["%": "%25", "?": "%3f", "#": "%23"][$0] ?? String($0) }.joined()
  }

  deinit { sqlite3_close_v2(handle) }

  /// Moves what the write-ahead log holds into the file itself, unless another process is at work in it, which then
  /// does so.
  func emptyLog() {
    if isReadOnly { return }
    sqlite3_busy_timeout(handle, 0)
    // What can't be moved, for lack of space perhaps, is as durable where it is.
    try? execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sqlite3_busy_timeout(handle, Self.patience)
  }

  /// Runs statements that return nothing of interest.
  func execute(_ sql: String) throws(StoreProblem) {
    if sqlite3_exec(handle, sql, nil, nil, nil) != SQLITE_OK { throw problem() }
  }

  /// Compiles a statement, to be run as often as needed.
  func prepare(_ sql: String) throws(StoreProblem) -> Statement {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
      throw problem()
    }
    return Statement(statement, database: self)
  }

  /// Runs one statement with these values.
  func run(_ sql: String, _ values: SQLValue...) throws(StoreProblem) {
    let statement = try prepare(sql)
    try statement.run(values)
  }

  /// Every row of a query.
  func rows(_ sql: String, _ values: [SQLValue] = []) throws(StoreProblem) -> [[SQLValue]] {
    let statement = try prepare(sql)
    var result: [[SQLValue]] = []
    try statement.forEach(values) { result.append($0) }
    return result
  }

  /// Rows changed by the latest statement.
  var changes: Int { Int(sqlite3_changes(handle)) }

  /// All or nothing; durable when it returns.
  func transaction<T>(
    beforeCommit: () throws(StoreProblem) -> Void = {}, _ body: () throws(StoreProblem) -> T
  ) throws(StoreProblem) -> T {
    try execute("BEGIN IMMEDIATE")
    do throws(StoreProblem) {
      let result = try body()
      try beforeCommit()
      try execute("COMMIT")
      return result
    } catch {
      // The rollback can fail only because there is nothing left to roll back.
      try? execute("ROLLBACK")
      throw error
    }
  }

  func problem() -> StoreProblem {
    var code = sqlite3_extended_errcode(handle)
    // A log or an index of it that finds no room is told as a failure to open or to read.
    if [SQLITE_CANTOPEN, SQLITE_IOERR].contains(code & 0xFF),
      [ENOSPC, EDQUOT].contains(sqlite3_system_errno(handle))
    {
      code = SQLITE_FULL
    }
    return StoreProblem(path: path, code: code, message: String(cString: sqlite3_errmsg(handle)))
  }
}

/// A store operation that failed.
struct StoreProblem: Error, Equatable {
  var path: String
  var code: Int32
  var message: String

  var isNoSpace: Bool { code & 0xFF == SQLITE_FULL }
  var isCorrupt: Bool { code & 0xFF == SQLITE_CORRUPT || code & 0xFF == SQLITE_NOTADB }
  /// Whether the file, not the operation, is the trouble: nothing was done with it yet.
  var isRefusal: Bool {
    isCorrupt || [0, SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH].contains(code & 0xFF)
  }

  /// Whether somebody writes through a connection that only reads.
  var isReadOnly: Bool { code & 0xFF == SQLITE_READONLY }

  /// What is wrong and where.
  var text: String {
    switch code & 0xFF {
    case SQLITE_FULL: "cannot write the store `\(path)`: no space left on the device"
    case SQLITE_CORRUPT, SQLITE_NOTADB: "the store `\(path)` is damaged: \(message)"
    case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
      "the store `\(path)` can't be opened for writing: \(message)"
    default: "the store `\(path)` reports: \(message)"
    }
  }

  /// What to do next.
  var help: String? {
    switch code & 0xFF {
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      "restore it from a backup; or save what can be read with `sqlite3 \(path) .recover`, move it away with its"
        + " `-wal` file, and begin anew with `pipeline run --restart`"
    case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
      "make the file and its directory writable, or keep the state elsewhere with `--state-dir DIR`"
    case SQLITE_BUSY:
      "another process has held it for ten seconds; wait for it to end and run the command again"
    case 0: "use the version of pipeline that wrote it, or a newer one"
    default: nil
    }
  }
}
