import Glibc
import PipelineModel

extension FileSystem {
  /// Writes all of `bytes`, in as many calls as it takes.
  func writeAll(_ bytes: UnsafeRawBufferPointer, to file: FileDescriptor) throws(FileProblem) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = try write(UnsafeRawBufferPointer(rebasing: rest), to: file)
      if written == 0 { throw FileProblem(operation: "write", path: "", code: ENOSPC) }
      rest = rest.dropFirst(written)
    }
  }

  /// Writes all of `bytes`, in as many calls as it takes.
  func writeAll(_ bytes: [UInt8], to file: FileDescriptor) throws(FileProblem) {
    // Array's buffer call can't throw a typed error, so the error travels as a value.
    let result = bytes.withUnsafeBytes { buffer -> Result<Void, FileProblem> in
      do throws(FileProblem) { return .success(try writeAll(buffer, to: file)) } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  /// Visits the first `count` bytes of a file in pieces; returns how many there were.
  func forEachPiece(
    of path: String, count: Int64, _ visit: (UnsafeRawBufferPointer) -> Void
  ) throws(FileProblem) -> Int64 {
    let file = try open(path, .read)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer {
      buffer.deallocate()
      close(file)
    }
    var offset: Int64 = 0
    while offset < count {
      let wanted = Int(min(Int64(buffer.count), count - offset))
      let got = try read(
        into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), from: file, at: offset)
      if got == 0 { break }
      visit(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
      offset += Int64(got)
    }
    return offset
  }

  /// The whole content of a small file, or nil if there is none.
  func contents(of path: String, limit: Int64 = 64 << 20) throws(FileProblem) -> [UInt8]? {
    guard let size = try size(path) else { return nil }
    if size > limit { throw FileProblem(operation: "read", path: path, code: EFBIG) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(size))
    _ = try forEachPiece(of: path, count: size) { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// The content of a file of the kernel, whose size is not known before it is read.
  func bytes(ofKernelFile path: String) throws(FileProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    _ = try forEachPiece(of: path, count: 4096) { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// The directory a path lies in.
  func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Copies the first `count` bytes so that the copy is whole and durable once it has its name.
  func copy(_ path: String, to target: String, count: Int64) throws(FileProblem) {
    let temporary = target + ".tmp"
    let file = try open(temporary, .replace)
    defer { close(file) }
    var failure: FileProblem?
    _ = try forEachPiece(of: path, count: count) { piece in
      if failure != nil { return }
      do throws(FileProblem) { try writeAll(piece, to: file) } catch { failure = error }
    }
    if let failure { throw failure }
    try sync(file)
    try rename(temporary, to: target)
    try syncDirectory(directory(of: target))
  }
}
