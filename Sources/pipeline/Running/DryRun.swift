import Glibc
import PipelineEngine
import PipelineModel

/// Lets a plan go through everything and leave nothing: sinks that count only, state in a temporary folder.
struct DryRun {
  let plan: Plan
  private let directory: String

  init(_ plan: Plan) throws {
    var template = Array("\(Self.temporaryDirectory)/pipeline-dry-run-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandProblem(
        "cannot create a folder in `\(Self.temporaryDirectory)`: \(String(cString: strerror(errno)))",
        help: "set TMPDIR to a folder that can be written", exitCode: 1)
    }
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var plan = plan
    plan.stateDirectory = directory
    // The encoders stay: an encoding error should show in a dry run too.
    for index in plan.sinks.indices { plan.sinks[index].destination = .nowhere }
    self.plan = plan
  }

  /// Removes the temporary folder.
  func remove() { Self.removeTree(directory) }

  private static var temporaryDirectory: String {
    getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
  }

  private static func removeTree(_ path: String) {
    if let folder = opendir(path) {
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name == "." || name == ".." { continue }
        if entry.pointee.d_type == DT_DIR { removeTree("\(path)/\(name)") } else { unlink("\(path)/\(name)") }
      }
      closedir(folder)
    }
    rmdir(path)
  }
}
