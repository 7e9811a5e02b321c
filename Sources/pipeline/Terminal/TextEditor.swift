import Glibc

/// The person's editor: $VISUAL, $EDITOR, or vi.
struct TextEditor {
  /// Lets the person edit a text in a temporary file that nobody else can read; returns what was saved.
  func edit(_ text: [UInt8], isJSON: Bool) throws -> [UInt8] {
    let ending = isJSON ? ".json" : ".txt"
    var template = Array("/tmp/pipeline-edit-XXXXXX\(ending)".utf8CString)
    let descriptor = mkstemps(&template, Int32(ending.utf8.count))
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard descriptor >= 0 else {
      throw CommandProblem("cannot create `\(path)`: \(String(cString: strerror(errno)))", exitCode: 1)
    }
    defer { unlink(path) }
    let isWritten = write(descriptor, text, text.count) == text.count
    close(descriptor)
    guard isWritten else { throw CommandProblem("cannot write `\(path)`", exitCode: 1) }
    let names = ["VISUAL", "EDITOR"]
    let editor = names.compactMap { name in getenv(name).map { String(cString: $0) } }.first { !$0.isEmpty }
    // The variable may hold options, which the shell splits.
    try run(["sh", "-c", "\(editor ?? "vi") \"$1\"", "sh", path], editor ?? "vi")
    return try WholeFile(path).bytes
  }

  private func run(_ command: [String], _ editor: String) throws {
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    var status: Int32 = 0
    guard posix_spawnp(&process, command[0], nil, nil, &arguments, environ) == 0 else {
      throw CommandProblem("cannot start the editor `\(editor)`", help: "set EDITOR to one that is installed")
    }
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    if status != 0 {
      throw CommandProblem(
        "the editor `\(editor)` ended with an error; nothing was changed",
        help: "set EDITOR to one that is installed")
    }
  }
}
