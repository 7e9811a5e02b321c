import CXXHash

/// The stable names of records: the same after a resume, since they derive from operation, input and offset.
public struct RecordIdentity: Sendable {
  /// Names pipeline and input.
  public let operation: String
  /// The input files, as the user named them.
  public let files: [String]
  /// Tells apart operations of one name: a job begins a new one with every run.
  public let salt: String
  /// The files' own names stand for them, so that a moved project keeps its ids.
  private let names: [Substring]
  /// The names of the one record it is about, where they were given before.
  private var given: (message: String, trace: String)?

  /// The names within an operation.
  public init(operation: String, files: [String], salt: String = "") {
    self.salt = salt
    self.operation = operation
    self.files = files
    names = files.map { $0.split(separator: "/").last ?? "" }
  }

  /// The names of a single record that has them already, such as a dead letter that is on its way again.
  public func naming(messageID: String, traceID: String) -> RecordIdentity {
    var identity = self
    identity.given = (messageID, traceID)
    return identity
  }

  /// Names the record that begins at `offset` of the input file `file`.
  public func messageID(file: Int, offset: Int64) -> String {
    // By bytes, since walking over characters takes as long as the digest.
    given?.message ?? "msg_" + String(decoding: hash(file, offset, seed: 0).utf8.prefix(24), as: UTF8.self)
  }

  /// Names its trace.
  public func traceID(file: Int, offset: Int64) -> String {
    given?.trace ?? hash(file, offset, seed: 1)
  }

  /// The path of an input file, as the user named it.
  public func path(_ file: Int) -> String? { files.indices.contains(file) ? files[file] : nil }

  private func hash(_ file: Int, _ offset: Int64, seed: UInt64) -> String {
    let name = names.indices.contains(file) ? names[file] : ""
    // Appended piece by piece: interpolating them takes four times as long.
    var text = operation
    text.reserveCapacity(operation.utf8.count + name.utf8.count + salt.utf8.count + 48)
    text += "\u{1F}"
    text += String(file)
    text += "\u{1F}"
    text += name
    text += "\u{1F}"
    text += String(offset)
    text += salt
    return ContentDigest(of: text, seed: seed).description
  }
}
