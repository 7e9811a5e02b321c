import FoundationEssentials

/// How text may look: with colours on a terminal unless `NO_COLOR` is set, with plain letters elsewhere.
struct TerminalStyle: Sendable {
  /// A colour or weight.
  enum Paint: String, Sendable {
    case bold = "1"
    case dim = "2"
    case red = "31;1"
    case yellow = "33;1"
    case green = "32;1"
    case cyan = "36"
  }

  var hasColors: Bool
  /// Whether bars are drawn with block characters.
  var hasBlocks: Bool

  static let plain = TerminalStyle(hasColors: false, hasBlocks: true)
  static var standardError: TerminalStyle { TerminalStyle(.error, ProcessInfo.processInfo.environment) }
  static var standardOutput: TerminalStyle { TerminalStyle(.output, ProcessInfo.processInfo.environment) }

  init(hasColors: Bool, hasBlocks: Bool) {
    self.hasColors = hasColors
    self.hasBlocks = hasBlocks
  }

  init(_ stream: StandardStream, _ environment: [String: String]) {
    self.init(isTerminal: stream.isTerminal, environment)
  }

  /// See no-color.org: any value but the empty one switches colours off.
  init(isTerminal: Bool, _ environment: [String: String]) {
    let noColor = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    hasColors = isTerminal && !noColor && environment["TERM"] != "dumb"
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    hasBlocks = locale != "C" && locale != "POSIX" && environment["TERM"] != "linux"
  }

  func paint(_ text: String, _ paint: Paint?) -> String {
    guard hasColors, let paint, !text.isEmpty else { return text }
    return "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m"
  }
}
