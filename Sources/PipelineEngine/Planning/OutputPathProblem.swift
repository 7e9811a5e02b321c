import Glibc

/// Why a sink must not write to a path: the source reads it, or it is no file.
struct OutputPathProblem {
  let message: String
  let help: String

  /// Nil if nothing is wrong with the path.
  ///
  /// - Parameters:
  ///   - sources: the files the source reads, absolute.
  ///   - patterns: the source's paths as they are written, absolute; they may be globs.
  init?(_ path: String, sources: [String], patterns: [String]) {
    let isRead =
      sources.contains { $0 == path || Self.isSameFile($0, path) }
      || patterns.contains { fnmatch($0, path, FNM_PATHNAME) == 0 }
    if isRead {
      message = "writes to a file that the source reads: `\(path)`"
      help =
        "let it write somewhere else; a run would read its own output, and `--restart` would delete the input"
      return
    }
    var info = stat()
    guard stat(path, &info) == 0, info.st_mode & S_IFMT != S_IFREG else { return nil }
    let isDirectory = info.st_mode & S_IFMT == S_IFDIR
    message =
      isDirectory ? "writes to a directory: `\(path)`" : "writes to `\(path)`, which is no regular file"
    help =
      isDirectory
      ? "name a file in it, such as `\(path)/out.jsonl`"
      : "use the sink `stdout` or `drop`, or name a regular file"
  }

  private static func isSameFile(_ first: String, _ second: String) -> Bool {
    var (a, b) = (stat(), stat())
    return stat(first, &a) == 0 && stat(second, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino
  }
}
