import Glibc

/// The git commit of a directory, so that a run can be traced back to the files it ran.
struct GitState: Sendable {
  var commit: String
  var isDirty: Bool

  /// Asks `git`; nil where there is no git or no repository.
  static func of(directory file: String) -> GitState? {
    let directory = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
    guard
      let status = output(of: [
        "git", "-C", directory.isEmpty ? "/" : directory, "status", "--porcelain=v2", "--branch",
        "--untracked-files=no",
      ])
    else { return nil }
    let lines = status.split(separator: "\n")
    guard let head = lines.first(where: { $0.hasPrefix("# branch.oid ") }) else { return nil }
    return GitState(
      commit: String(head.dropFirst("# branch.oid ".count)), isDirty: lines.contains { !$0.hasPrefix("#") })
  }

  private static func output(of command: [String]) -> String? {
    var pipeEnds: [Int32] = [0, 0]
    guard pipe(&pipeEnds) == 0 else { return nil }
    for end in pipeEnds { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(pipeEnds[0]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, pipeEnds[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    let isSpawned = posix_spawnp(&process, command[0], &actions, nil, &arguments, environ) == 0
    close(pipeEnds[1])
    guard isSpawned else { return nil }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(pipeEnds[0], &buffer, buffer.count)
      if count > 0 { bytes += buffer[..<count] } else if count == 0 || errno != EINTR { break }
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status == 0 ? String(decoding: bytes, as: UTF8.self) : nil
  }
}
