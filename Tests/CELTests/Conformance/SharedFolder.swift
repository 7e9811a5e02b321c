import FoundationEssentials

/// The folder with data for tests that isn't part of the repository; it stands next to the repository or above.
enum SharedFolder {
  static func find(_ path: String) -> String? {
    var folder = URL(filePath: #filePath).deletingLastPathComponent()
    while folder.path() != "/" {
      let candidate = folder.appending(path: "shared/" + path).path()
      if FileManager.default.fileExists(atPath: candidate) { return candidate }
      folder = folder.deletingLastPathComponent()
    }
    return nil
  }
}
