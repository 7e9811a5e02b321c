import Synchronization

/// The standard error during a run: log lines go by above a few live lines that are drawn again and again.
final class LiveScreen: Sendable {
  private struct State {
    /// Live lines on the screen, above which the cursor must go to draw again.
    var drawn = 0
    var live: [String] = []
  }

  private let stream: StandardStream
  private let state = Mutex(State())

  init(_ stream: StandardStream = .error) { self.stream = stream }

  /// Prints lines that stay.
  func print(_ lines: [String]) {
    if lines.isEmpty { return }
    state.withLock { state in
      stream.write(Self.erasing(state.drawn) + text(lines) + text(state.live))
      state.drawn = state.live.count
    }
  }

  /// Replaces the live lines; no line may be wider than the terminal.
  func show(_ lines: [String]) {
    state.withLock { state in
      stream.write(Self.erasing(state.drawn) + text(lines))
      state.live = lines
      state.drawn = lines.count
    }
  }

  /// Takes the live lines away.
  func clear() { show([]) }

  private func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  /// Cursor to the first live line, then erase to the end of the screen (ECMA-48 CUU, CHA and ED).
  private static func erasing(_ count: Int) -> String { count == 0 ? "" : "\u{1B}[\(count)A\r\u{1B}[J" }
}
