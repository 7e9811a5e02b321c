import CSQLite

/// A value in the store.
enum SQLValue: Equatable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  init(_ text: String?) { self = text.map { .text($0) } ?? .null }

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var integer: Int64? { if case .integer(let integer) = self { integer } else { nil } }
  var blob: [UInt8]? { if case .blob(let bytes) = self { bytes } else { nil } }
}

/// A compiled statement; it keeps its database open.
final class Statement {
  private let handle: OpaquePointer
  private let database: Database

  init(_ handle: OpaquePointer, database: Database) {
    self.handle = handle
    self.database = database
  }

  deinit { sqlite3_finalize(handle) }

  /// Runs the statement with these values for its parameters.
  func run(_ values: [SQLValue]) throws(StoreProblem) {
    try forEach(values) { _ in }
  }

  /// Runs the statement and visits each row of its result.
  func forEach(_ values: [SQLValue], _ visit: ([SQLValue]) -> Void) throws(StoreProblem) {
    defer {
      sqlite3_reset(handle)
      sqlite3_clear_bindings(handle)
    }
    for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1)) }
    while true {
      switch sqlite3_step(handle) {
      case SQLITE_DONE: return
      case SQLITE_ROW: visit((0..<sqlite3_column_count(handle)).map(column))
      default: throw database.problem()
      }
    }
  }

  /// Runs the statement with the values that are bound, which stay so.
  func runBound() throws(StoreProblem) {
    defer { sqlite3_reset(handle) }
    if sqlite3_step(handle) != SQLITE_DONE { throw database.problem() }
  }

  /// Binds a text that stays where it is for as long as the statement may run with it.
  func bind(textInPlace text: UnsafeRawBufferPointer?, at index: Int32) throws(StoreProblem) {
    guard let text else { return try bind(.null, at: index) }
    let start = text.assumingMemoryBound(to: CChar.self).baseAddress ?? empty
    if sqlite3_bind_text(handle, index, start, Int32(text.count), nil) != SQLITE_OK {
      throw database.problem()
    }
  }

  /// Binds a blob that stays where it is for as long as the statement may run with it.
  func bind(blobInPlace blob: UnsafeRawBufferPointer?, at index: Int32) throws(StoreProblem) {
    guard let blob else { return try bind(.null, at: index) }
    let start = blob.baseAddress ?? UnsafeRawPointer(empty)
    if sqlite3_bind_blob(handle, index, start, Int32(blob.count), nil) != SQLITE_OK {
      throw database.problem()
    }
  }

  /// Binds a value, of which SQLite keeps a copy.
  func bind(_ value: SQLValue, at index: Int32) throws(StoreProblem) {
    // SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    let code =
      switch value {
      case .null: sqlite3_bind_null(handle, index)
      case .integer(let integer): sqlite3_bind_int64(handle, index, integer)
      case .real(let real): sqlite3_bind_double(handle, index, real)
      case .text(var text):
        text.withUTF8 { bytes in
          bytes.withMemoryRebound(to: CChar.self) {
            sqlite3_bind_text(handle, index, $0.baseAddress ?? empty, Int32($0.count), transient)
          }
        }
      case .blob(let bytes):
        bytes.withUnsafeBytes { sqlite3_bind_blob(handle, index, $0.baseAddress, Int32($0.count), transient) }
      }
    if code != SQLITE_OK { throw database.problem() }
  }

  /// Non-null address for empty text, which SQLite would otherwise bind as NULL.
  private let empty = UnsafePointer<CChar>(bitPattern: 16)

  private func column(_ index: Int32) -> SQLValue {
    switch sqlite3_column_type(handle, index) {
    case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, index))
    case SQLITE_FLOAT: .real(sqlite3_column_double(handle, index))
    case SQLITE_TEXT: .text(String(decoding: bytes(index), as: UTF8.self))
    case SQLITE_BLOB: .blob(bytes(index))
    default: .null
    }
  }

  private func bytes(_ index: Int32) -> [UInt8] {
    let count = Int(sqlite3_column_bytes(handle, index))
    guard let start = sqlite3_column_blob(handle, index) else { return [] }
    return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }
}
