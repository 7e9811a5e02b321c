import FoundationEssentials

/// The repository, found from this file.
enum Repository {
  /// Its root folder.
  static var root: String {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    return parts.joined(separator: "/")
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
