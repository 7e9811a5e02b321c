import Glibc

/// The built command, which stands beside the test bundle.
enum PipelineBinary {
  static let path: String? = {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { name in
        name.baseAddress.map { readlink("/proc/self/exe", $0, name.count) } ?? 0
      }
    }
    guard count > 0 else { return nil }
    let executable = String(decoding: buffer.prefix(count), as: UTF8.self)
    guard let slash = executable.lastIndex(of: "/") else { return nil }
    let path = executable[...slash] + "pipeline"
    return access(String(path), X_OK) == 0 ? String(path) : nil
  }()

  static var isBuilt: Bool { path != nil }

  /// Runs the command in a folder.
  static func run(
    _ arguments: String..., in scratch: Scratch, environment: [String: String] = [:]
  ) throws -> ChildProcess.Result {
    try process(arguments, in: scratch, environment: environment).run()
  }

  static func process(
    _ arguments: [String], in scratch: Scratch, environment: [String: String] = [:]
  ) -> ChildProcess {
    ChildProcess(path ?? "", arguments, environment: environment, in: scratch.path)
  }
}
