import Glibc
import PipelineModel
import Synchronization

/// A small HTTP/1.1 server on 127.0.0.1 that misbehaves on demand; one thread a connection.
public final class LocalServer: Sendable {
  /// A request as it came.
  public struct Request: Sendable {
    /// The method.
    public var method: String
    /// Path and query.
    public var path: String
    /// Headers, names in lower case.
    public var headers: [String: String]
    /// The body.
    public var body: [UInt8]
    /// How many requests came before it.
    public var number: Int
  }

  /// What a request gets.
  public enum Reply: Sendable {
    /// An answer.
    case answer(Int, headers: [String] = [], body: String = "{}")
    /// Nothing, until the client gives up or the server stops.
    case hang
    /// The connection is reset at once.
    case reset
    /// Headers that announce a body, half of it, and the end of the connection.
    case half
    /// Headers that announce a body, half of it, and nothing more until the client gives up or the server stops.
    case stall
    /// These characters, and the end of the connection.
    case raw(String)
    /// The answer, after a pause.
    indirect case later(Duration, Reply)
  }

  private struct State: Sendable {
    var listener: Int32 = -1
    var connections: Set<Int32> = []
    var requests: [Request] = []
    var isStopped = false
  }

  /// The port; stays the same when the server goes away and comes back.
  public let port: UInt16
  private let state = Mutex(State())
  private let handler: @Sendable (Request) -> Reply

  /// A server that runs from now on.
  public init(_ handler: @escaping @Sendable (Request) -> Reply) {
    self.handler = handler
    let (listener, port) = LocalServer.listen(on: 0)
    self.port = port
    state.withLock { $0.listener = listener }
    accept(on: listener)
  }

  deinit { stop() }

  /// Where it is.
  public var url: String { "http://127.0.0.1:\(port)" }

  /// Every request so far.
  public var requests: [Request] { state.withLock { $0.requests } }

  /// Goes away: connections are cut, new ones refused.
  public func stop() {
    let sockets = state.withLock { state in
      state.isStopped = true
      let sockets = Array(state.connections) + [state.listener]
      state.listener = -1
      return sockets
    }
    // Whoever waits in `accept` or `recv` on them returns and closes them.
    for socket in sockets where socket >= 0 { shutdown(socket, Int32(SHUT_RDWR)) }
  }

  /// Comes back on the same port.
  public func start() {
    let (listener, _) = LocalServer.listen(on: port)
    state.withLock { state in
      state.isStopped = false
      state.listener = listener
    }
    accept(on: listener)
  }

  private static func listen(on port: UInt16) -> (Int32, UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && Glibc.listen(listener, 256) == 0
          && getsockname(listener, address, &length) == 0
      }
    }
    precondition(isBound, "cannot listen: errno \(errno)")
    return (listener, UInt16(bigEndian: address.sin_port))
  }

  private func accept(on listener: Int32) {
    Thread.detach { [weak self] in
      while true {
        let connection = Glibc.accept(listener, nil, nil)
        if connection < 0 { break }
        guard let self, self.begin(connection) else {
          close(connection)
          break
        }
        Thread.detach { [weak self] in
          while let self, self.serve(connection) {}
          self?.state.withLock { _ = $0.connections.remove(connection) }
          close(connection)
        }
      }
      close(listener)
    }
  }

  private func begin(_ connection: Int32) -> Bool {
    state.withLock { state in
      if state.isStopped { return false }
      state.connections.insert(connection)
      return true
    }
  }

  /// Serves one request; false when the connection ends.
  private func serve(_ connection: Int32) -> Bool {
    guard var request = HTTPReader.read(connection) else { return false }
    state.withLock { state in
      request.number = state.requests.count
      state.requests.append(request)
    }
    return send(handler(request), to: connection)
  }

  private func send(_ reply: Reply, to connection: Int32) -> Bool {
    switch reply {
    case .answer(let status, let headers, let body):
      var text = "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.utf8.count)\r\n"
      for header in headers { text += header + "\r\n" }
      return write(text + "\r\n" + body, to: connection)
    case .hang:
      return wait(connection)
    case .reset:
      var linger = linger(l_onoff: 1, l_linger: 0)
      setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
      return false
    case .half:
      _ = write(Self.half, to: connection)
      return false
    case .stall:
      return write(Self.half, to: connection) && wait(connection)
    case .raw(let text):
      _ = write(text, to: connection)
      return false
    case .later(let pause, let reply):
      usleep(
        UInt32(pause.components.seconds) * 1_000_000
          + UInt32(pause.components.attoseconds / 1_000_000_000_000))
      return send(reply, to: connection)
    }
  }

  /// The beginning of an answer, of 9 bytes of a body of 20.
  private static let half = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"half\": "

  private func wait(_ connection: Int32) -> Bool {
    var byte: UInt8 = 0
    _ = recv(connection, &byte, 1, 0)
    return false
  }

  private func write(_ text: String, to connection: Int32) -> Bool {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          connection, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      sent += count
    }
    return true
  }
}

/// Reads requests off a connection.
private enum HTTPReader {
  static func read(_ connection: Int32) -> LocalServer.Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let mark = Array("\r\n\r\n".utf8)
    while true {
      if let end = firstIndex(of: mark, in: bytes) {
        var request = head(bytes[..<end])
        let length = Int(request.headers["content-length"] ?? "0") ?? 0
        if bytes.count >= end + 4 + length {
          request.body = Array(bytes[(end + 4)..<(end + 4 + length)])
          return request
        }
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { return nil }
      // A client that speaks TLS is sent away, as it would never say more.
      if bytes.isEmpty, buffer[0] == 0x16 {
        let answer = Array("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".utf8)
        send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
        return nil
      }
      bytes += buffer[..<count]
    }
  }

  private static func firstIndex(of mark: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= mark.count else { return nil }
    return (0...(bytes.count - mark.count)).first { bytes[$0..<($0 + mark.count)].elementsEqual(mark) }
  }

  private static func head(_ bytes: ArraySlice<UInt8>) -> LocalServer.Request {
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\r\n", omittingEmptySubsequences: false)
    let words = lines[0].split(separator: " ")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
    }
    return LocalServer.Request(
      method: String(words.first ?? ""), path: words.count > 1 ? String(words[1]) : "", headers: headers,
      body: [], number: 0)
  }
}
