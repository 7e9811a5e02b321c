import Glibc

/// Paths as people read them: those below the working directory without it.
struct PathDisplay: Sendable {
  /// The working directory.
  let folder: String

  /// Seen from where the command was started.
  static var current: PathDisplay {
    guard let path = getcwd(nil, 0) else { return PathDisplay(folder: "") }
    defer { free(path) }
    return PathDisplay(folder: String(cString: path))
  }

  func text(_ path: String) -> String {
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    return prefix.count > 1 && path.hasPrefix(prefix) && path != prefix
      ? String(path.dropFirst(prefix.count)) : path
  }
}
