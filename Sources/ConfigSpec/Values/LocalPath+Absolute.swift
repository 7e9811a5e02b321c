import Glibc

extension LocalPath {
  /// The path from the root, with `.` and `..` taken out, so that it names the same file wherever a command is run.
  public var absolute: String {
    let path = resolved
    if isStandardStream { return path }
    return Self.normalized(path.hasPrefix("/") ? path : Self.workingDirectory + "/" + path)
  }

  private static var workingDirectory: String {
    guard let buffer = getcwd(nil, 0) else { return "." }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  private static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") {
      if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }
}
