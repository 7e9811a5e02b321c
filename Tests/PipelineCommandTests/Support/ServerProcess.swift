import FoundationEssentials
import Glibc

/// A server of the examples in a process of its own; it ends with this object.
final class ServerProcess {
  struct Problem: Error { var message: String }

  static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first { (path: String) in
    access(path, X_OK) == 0
  }

  private(set) var port: UInt16
  private var child: pid_t
  private let script: String
  private let data: String

  /// Starts a script that prints its address once it listens.
  init(_ script: String, data: String) throws {
    (self.script, self.data) = (script, data)
    (child, port) = try Self.start(script, data, port: 0)
  }

  deinit { stop() }

  /// Where it is.
  var url: String { "http://127.0.0.1:\(port)" }

  /// Kills it.
  func stop() {
    guard child > 0 else { return }
    kill(child, SIGKILL)
    _ = ChildProcess.wait(child)
    child = 0
  }

  /// Starts it again, on the same port with the same data, once the old process is gone.
  func restart() throws {
    stop()
    (child, port) = try Self.start(script, data, port: port)
  }

  private static func start(_ script: String, _ data: String, port: UInt16) throws -> (pid_t, UInt16) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Problem(message: "no pipe: \(errno)") }
    defer { close(ends[0]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let arguments = [script, "--port", "\(port)", "--data", data]
    let child = try ChildProcess(python ?? "python3", arguments).start { actions in
      posix_spawn_file_actions_adddup2(actions, ends[1], 1)
    }
    close(ends[1])
    // The first line comes when it listens; a process that ends before says nothing.
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(ends[0], &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
    let text = String(decoding: line, as: UTF8.self)
    guard let listening = text.split(separator: ":").last.flatMap({ UInt16($0) }) else {
      throw Problem(message: "\(script) does not listen: \(text)")
    }
    return (child, listening)
  }

  /// Asks it something; returns the body of its answer.
  @discardableResult
  func ask(_ method: String, _ path: String, _ body: String = "") throws -> String {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(connection) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { throw Problem(message: "nobody listens on \(port): \(errno)") }
    let request =
      "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
      + body
    let bytes = Array(request.utf8)
    guard send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
      throw Problem(message: "the request could not be sent")
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { break }
      answer += buffer[..<count]
    }
    let text = String(decoding: answer, as: UTF8.self)
    guard text.hasPrefix("HTTP/1.1 200"), let end = text.firstRange(of: "\r\n\r\n") else {
      throw Problem(message: "\(method) \(path): \(text.prefix(200))")
    }
    return String(text[end.upperBound...])
  }
}
