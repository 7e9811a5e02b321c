import Resilience
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Corner cases that only the engine can show, where their pure part is tested here: 28 (no checkpoint, no
/// output of a discarded result; here: the result is dropped), 45 (journaled at once; here: snapshot and
/// restore), 47 (crash-safe journal and header; here: order, effects and keys), 48 (recorded with the durable
/// output; here: the states of a key), 49 (metadata of the record; here: the verdict and event) and 50
/// (bisecting a batch; nothing here).
@Suite("Clocks")
struct ClockTests {
  @Test("Case 18: every time comes from the caller's one clock; no policy reads one of its own")
  func noPolicyReadsAClock() throws {
    let tests = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let folder = "/" + tests + "/Sources/Resilience"
    let forbidden = [
      "ContinuousClock", "SuspendingClock", "clock_gettime", "Date(", "Task.sleep", "import Found",
    ]
    var read = 0
    for path in files(below: folder) where path.hasSuffix(".swift") {
      let source = contents(of: path)
      read += source.isEmpty ? 0 : 1
      for word in forbidden { #expect(!source.contains(word), "\(path) says \(word)") }
    }
    #expect(read > 40)
  }

  private func files(below folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var found: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      let path = folder + "/" + name
      found += name.hasSuffix(".swift") ? [path] : files(below: path)
    }
    return found
  }

  private func contents(of path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 200_000)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
