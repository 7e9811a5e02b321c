import Glibc
import PipelineModel

/// Turns paths and globs into the files that they name.
enum InputPaths {
  /// The files in reading order: patterns as listed, the matches of each sorted by their bytes, each file
  /// once.
  static func expand(_ patterns: [String]) throws(SourceProblem) -> [String] {
    var files: [String] = []
    var seen: Set<String> = []
    for pattern in patterns {
      let matches = isGlob(pattern) && access(pattern, F_OK) != 0 ? try matches(pattern) : [pattern]
      for file in matches where seen.insert(file).inserted { files.append(file) }
    }
    guard !files.isEmpty else { throw SourceProblem(.missing, "the source names no file; set its `path`") }
    return files
  }

  /// Whether all of them can be read twice, which a pipe or the standard input can't.
  static func areRegularFiles(_ files: [String]) -> Bool {
    files.allSatisfy { $0 != "-" && FileStream.storedSize(of: $0) != nil }
  }

  /// The path in messages.
  static func shown(_ path: String) -> String { path == "-" ? "the standard input" : "`\(path)`" }

  private static func isGlob(_ pattern: String) -> Bool {
    pattern != "-" && pattern.utf8.contains { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B }
  }

  private static func matches(_ pattern: String) throws(SourceProblem) -> [String] {
    if pattern.contains("**") {
      throw SourceProblem(
        .missing, "`\(pattern)`: `**` is not supported; write one `*` for each folder, as in `data/*/*.csv`")
    }
    var result = glob_t()
    defer { globfree(&result) }
    let status = glob(pattern, GLOB_NOSORT | GLOB_MARK, nil, &result)
    guard status == 0 || status == GLOB_NOMATCH else {
      throw SourceProblem(.unreadable, "the files that match `\(pattern)` can't be listed")
    }
    var files: [String] = []
    for index in 0..<Int(result.gl_pathc) {
      guard let path = result.gl_pathv[index] else { continue }
      let file = String(cString: path)
      if !file.hasSuffix("/") { files.append(file) }
    }
    guard !files.isEmpty else { throw SourceProblem(.missing, "no file matches `\(pattern)`") }
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
