import Glibc
import PipelineEngine
import PipelineModel

/// What it takes to make a checkpoint durable; by the time of day, since it is the disk that one waits for.
enum Durability {
  static func timings(in folder: ScratchFolder) throws -> [Timing] {
    let files = PosixFileSystem()
    let content = [UInt8](repeating: UInt8(ascii: "x"), count: 2048)
    let path = "\(folder.path)/checkpoint"
    return [
      try Timing(
        "checkpoint of 2 KiB: write, sync, rename, sync the folder", operations: 20, clock: CLOCK_MONOTONIC
      ) {
        for _ in 0..<20 {
          let file = try files.open(path + ".new", .create)
          _ = try content.withUnsafeBytes { bytes throws(FileProblem) in try files.write(bytes, to: file) }
          try files.sync(file)
          files.close(file)
          try files.rename(path + ".new", to: path)
          try files.syncDirectory(folder.path)
        }
        return content.count
      }
    ]
  }
}
