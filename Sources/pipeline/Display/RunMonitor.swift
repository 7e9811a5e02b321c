import PipelineEngine
import Synchronization

/// Shows a run to whoever looks at it: log lines, and on a terminal the live display.
final class RunMonitor: RunObserver {
  private struct State {
    var log: RunLog
    var view: ProgressView
  }

  private let state: Mutex<State>
  private let screen: LiveScreen
  private let stream: StandardStream
  private let style: TerminalStyle
  private let start = ContinuousClock.now

  init(log: RunLog, view: ProgressView, stream: StandardStream = .error, style: TerminalStyle) {
    state = Mutex(State(log: log, view: view))
    self.stream = stream
    self.style = style
    screen = LiveScreen(stream)
  }

  func observe(_ event: RunEvent) {
    let now = start.duration(to: .now)
    let lines = state.withLock { state in
      if case .checkpoint(let epoch, _) = event { state.view.epoch = epoch }
      return state.log.lines(event, at: timestampText(), now: now)
    }
    screen.print(lines)
  }

  /// Logs something that is no event of the engine.
  func log(_ record: LogRecord) {
    screen.print(state.withLock { $0.log.lines(record, at: timestampText()) })
  }

  /// Draws the live display anew.
  func draw(_ progress: Run.Progress) {
    let now = start.duration(to: .now)
    let size = stream.size
    let lines = state.withLock { $0.view.lines(progress, at: now, rows: size.rows) }
    // One column stays free: a terminal that is exactly full may wrap.
    screen.show(lines.map { $0.text(style, limit: size.columns - 1) })
  }

  /// Takes the live display away and prints what was held back.
  func finish() {
    screen.clear()
    screen.print(state.withLock { $0.log.closing(at: timestampText()) })
  }
}
