import Glibc

/// Ends a thread's wait in `poll`.
struct WakeUp: Sendable {
  /// Readable once somebody rang.
  let readEnd: Int32
  private let writeEnd: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    let type = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
    precondition(socketpair(AF_UNIX, Int32(type), 0, &ends) == 0, "no pair of sockets: error \(errno)")
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  /// Any thread, before `close`.
  func ring() {
    var byte: UInt8 = 1
    // A full buffer rings already.
    _ = write(writeEnd, &byte, 1)
  }

  /// Takes back what was rung.
  func silence() {
    var bytes: (UInt64, UInt64) = (0, 0)
    while read(readEnd, &bytes, 16) == 16 {}
  }

  func close() {
    _ = Glibc.close(readEnd)
    _ = Glibc.close(writeEnd)
  }
}
