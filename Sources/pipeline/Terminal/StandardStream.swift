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
  func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)[...]
      while !rest.isEmpty {
        let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written > 0 {
          rest = rest.dropFirst(written)
        } else if errno != EINTR {
          return
        }
      }
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
  func print(_ lines: [StyledLine]) {
    let style = TerminalStyle(self, ProcessInfo.processInfo.environment)
    write(lines.map { $0.text(style) + "\n" }.joined())
  }
}
