/// The stable names of records: the same after a resume, since they derive from operation, input and offset.
struct Identity: Sendable {
  let operation: String
  let files: [String]

  /// Names the record that begins at `offset` of the input file `file`.
  func messageID(file: Int, offset: Int64) -> String { "msg_" + String(hash(file, offset, seed: 0).prefix(24)) }

  /// Names its trace.
  func traceID(file: Int, offset: Int64) -> String { hash(file, offset, seed: 1) }

  /// The path of an input file, as the user named it.
  func path(_ file: Int) -> String? { files.indices.contains(file) ? files[file] : nil }

  private func hash(_ file: Int, _ offset: Int64, seed: UInt64) -> String {
    stableID("\(operation)\u{1F}\(path(file) ?? "")\u{1F}\(offset)", seed: seed)
  }
}
