import FoundationEssentials
public import PipelineModel

/// `checkpoint.json` and the one before it.
///
/// The file is JSON whose last member is a checksum over all bytes before it, so that any change is found.
public struct CheckpointFile: Sendable {
  let directory: String
  let files: any FileSystem

  /// The checkpoints in an operation's folder.
  public init(directory: String, files: any FileSystem) {
    self.directory = directory
    self.files = files
  }

  var path: String { directory + "/checkpoint.json" }
  var previousPath: String { directory + "/checkpoint.previous.json" }
  private var temporaryPath: String { directory + "/checkpoint.json.tmp" }

  /// What stands on the disk.
  public enum Found: Sendable {
    /// There is no checkpoint.
    case none
    /// The newest valid one; `warning` says so if it is not the newest file.
    case valid(Checkpoint, warning: String?)
  }

  /// Reads the newest valid checkpoint.
  ///
  /// - Throws: `.refused` when there are files but none of them is valid, or when one is of a newer format.
  public func load() throws(EngineProblem) -> Found {
    try removeTemporary()
    return try inspect()
  }

  /// Reads the newest valid checkpoint and touches nothing, so that it may be called while a run goes on.
  ///
  /// - Throws: as `load` does.
  public func inspect() throws(EngineProblem) -> Found {
    switch try read(path) {
    case .valid(let checkpoint): return .valid(checkpoint, warning: nil)
    case .missing:
      if case .valid(let checkpoint) = try read(previousPath) { return .valid(checkpoint, warning: nil) }
      if case .missing = try read(previousPath) { return .none }
      throw unusable(previousPath, "its checksum does not match")
    case .invalid(let why):
      guard case .valid(let checkpoint) = try read(previousPath) else { throw unusable(path, why) }
      return .valid(
        checkpoint, warning: "`\(path)` is damaged (\(why)); going on from the checkpoint before it")
    }
  }

  /// Writes a checkpoint so that at any instant either it or the one before it is whole on the disk.
  func save(_ checkpoint: Checkpoint) throws(FileProblem) {
    let bytes = Self.encode(checkpoint)
    let file = try files.open(temporaryPath, .replace)
    do throws(FileProblem) {
      try files.writeAll(bytes, to: file)
      try files.sync(file)
      files.close(file)
    } catch {
      files.close(file)
      throw error
    }
    if try files.size(path) != nil { try files.rename(path, to: previousPath) }
    try files.rename(temporaryPath, to: path)
    try files.syncDirectory(directory)
  }

  private enum Reading {
    case missing
    case invalid(String)
    case valid(Checkpoint)
  }

  private func read(_ path: String) throws(EngineProblem) -> Reading {
    let bytes: [UInt8]?
    do throws(FileProblem) { bytes = try files.contents(of: path) } catch {
      throw EngineProblem(error, about: path)
    }
    guard let bytes else { return .missing }
    return try Self.decode(bytes, path: path)
  }

  private static func encode(_ checkpoint: Checkpoint) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    // A checkpoint holds only strings and integers, which always encode.
    guard var bytes = (try? encoder.encode(checkpoint)).map([UInt8].init) else {
      preconditionFailure("a checkpoint that can't be encoded")
    }
    precondition(bytes.suffix(2).elementsEqual("\n}".utf8))
    bytes.removeLast(2)
    return bytes + Array(trailer(over: bytes).utf8)
  }

  private static func decode(_ bytes: [UInt8], path: String) throws(EngineProblem) -> Reading {
    let trailerLength = trailer(over: []).utf8.count
    guard bytes.count > trailerLength else {
      return .invalid(bytes.isEmpty ? "it is empty" : "it is cut off")
    }
    let body = Array(bytes.dropLast(trailerLength))
    guard trailer(over: body).utf8.elementsEqual(bytes.suffix(trailerLength)) else {
      return .invalid("its checksum does not match")
    }
    let data = Data(bytes)
    struct Format: Decodable { var format: Int }
    if let format = try? JSONDecoder().decode(Format.self, from: data).format,
      format > Checkpoint.currentFormat
    {
      throw EngineProblem(
        .refused,
        "the checkpoint `\(path)` has format \(format), written by a newer version of pipeline; this one reads up to"
          + " \(Checkpoint.currentFormat)",
        help: "use the version of pipeline that wrote it, or a newer one; or begin anew with `--restart`")
    }
    guard let checkpoint = try? JSONDecoder().decode(Checkpoint.self, from: data) else {
      return .invalid("it is not a checkpoint")
    }
    return .valid(checkpoint)
  }

  private static func trailer(over bytes: [UInt8]) -> String {
    var digest = RollingDigest()
    bytes.withUnsafeBytes { digest.update($0) }
    return ",\n  \"checksum\" : \"\(digest.digest)\"\n}\n"
  }

  private func removeTemporary() throws(EngineProblem) {
    do throws(FileProblem) { try files.remove(temporaryPath) } catch {
      throw EngineProblem(error, about: temporaryPath)
    }
  }

  private func unusable(_ path: String, _ why: String) -> EngineProblem {
    EngineProblem(
      .refused,
      "no usable checkpoint: `\(path)` is damaged (\(why)), and `\(previousPath)` is damaged or missing, too",
      help: "restore the folder from a backup, or begin anew with `--restart` (outputs are written again)")
  }
}
