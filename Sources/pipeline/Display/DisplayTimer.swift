import Dispatch

/// Draws the live display ten times a second.
///
/// On a thread of its own: the lanes of a run keep all threads of the task pool busy.
final class DisplayTimer {
  private let queue = DispatchQueue(label: "live display")
  private let timer: any DispatchSourceTimer

  init(_ draw: @escaping @Sendable () -> Void) {
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.setEventHandler(handler: draw)
    timer.schedule(deadline: .now() + .milliseconds(200), repeating: .milliseconds(100))
    timer.activate()
  }

  /// Ends the drawing; nothing is drawn after it returns.
  func stop() {
    timer.cancel()
    queue.sync {}
  }
}
