import ArgumentParser
import FoundationEssentials
import Glibc

/// The standard output or the standard error, written without a buffer so that nothing is lost or out of order.
struct StandardStream: Sendable {
  let descriptor: Int32

  static let output = StandardStream(descriptor: 1)
  static let error = StandardStream(descriptor: 2)

  /// Whether a person looks at it.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes all of a text; an error is of no use here, since there is nowhere to report it.
  func write(_ text: String) { _ = failure(writing: text) }

  /// Writes a result, which must not get lost unnoticed.
  ///
  /// - Throws: exit code 1 with the reason, and 141 without a word if the reader has gone away, as `| head` does.
  func deliver(_ text: String) throws {
    guard let code = failure(writing: text) else { return }
    if code == EPIPE { throw ExitCode(128 + SIGPIPE) }
    throw CommandProblem(
      "cannot write to the standard output: \(String(cString: strerror(code)))",
      help: "what was printed is not whole; run the command again", exitCode: 1)
  }

  /// The `errno` of the write that failed; nil if everything is written.
  private func failure(writing text: String) -> Int32? {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)[...]
      while !rest.isEmpty {
        let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written > 0 {
          rest = rest.dropFirst(written)
        } else if written < 0, errno == EAGAIN {
          // Whoever started the command may have made the stream non-blocking.
          var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&ready, 1, -1)
        } else if written == 0 || errno != EINTR {
          return written == 0 ? EIO : errno
        }
      }
      return nil
    }
  }

  /// The terminal's columns and rows; 80 × 24 where they can't be known.
  var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return (80, 24) }
    return (Int(size.ws_col), size.ws_row > 0 ? Int(size.ws_row) : 24)
  }
}

extension StandardStream {
  /// Prints lines in the stream's style; a terminal breaks those that are too long, so that nothing is lost.
  func print(_ lines: [StyledLine]) { write(text(lines)) }

  /// Writes a table that is a result: on a terminal that is too narrow for it, one row below the other.
  func deliver(_ table: TextTable) throws {
    try deliver(table.lines(within: isTerminal ? size.columns : .max))
  }

  /// Writes lines that are a result.
  func deliver(_ lines: [StyledLine]) throws { try deliver(text(lines)) }

  private func text(_ lines: [StyledLine]) -> String {
    let style = TerminalStyle(self, ProcessInfo.processInfo.environment)
    return lines.map { $0.text(style) + "\n" }.joined()
  }
}
