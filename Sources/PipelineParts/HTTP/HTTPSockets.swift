import CLibCurl
import Glibc
import Resilience

/// What curl waits for: sockets, and a time; used by the client's thread alone.
///
/// `curl_multi_perform` looks after every transfer whenever one of them has something to do. With this, curl is told
/// which one it is.
final class HTTPSockets {
  private let multi: UnsafeMutableRawPointer
  private let alarm: WakeUp
  /// The alarm first, then the sockets.
  private var entries: [pollfd]
  /// Where a socket stands in `entries`, by its number; 0 if it doesn't.
  private var places: [Int] = []
  private var ready: [(socket: Int32, events: Int32)] = []
  /// When curl wants to look at its clocks, on the monotonic one.
  private var time: Instant?

  init(_ multi: UnsafeMutableRawPointer, _ alarm: WakeUp) {
    self.multi = multi
    self.alarm = alarm
    entries = [pollfd(fd: alarm.readEnd, events: Int16(POLLIN), revents: 0)]
    let context = Unmanaged.passUnretained(self).toOpaque()
    clibcurl_multi_set_socket(
      multi,
      { _, socket, what, context, _ in
        HTTPSockets.of(context)?.watch(socket, what)
        return 0
      }, context)
    clibcurl_multi_set_timer(
      multi,
      { _, milliseconds, context in
        HTTPSockets.of(context)?.setTime(milliseconds)
        return 0
      }, context)
  }

  /// Lets curl do what it can do now.
  func act() {
    var running: Int32 = 0
    for (socket, events) in ready { curl_multi_socket_action(multi, socket, events, &running) }
    ready.removeAll(keepingCapacity: true)
    if let time, time <= .now {
      self.time = nil
      clibcurl_multi_timeout(multi)
    }
  }

  /// Waits until curl can do something, somebody rings, or the time is over.
  func wait(_ milliseconds: Int64) {
    var limit = milliseconds
    if limit > 0, let time {
      limit = min(limit, (max(0, Instant.now.nanoseconds(to: time)) + 999_999) / 1_000_000)
    }
    var count = poll(&entries, nfds_t(entries.count), Int32(limit))
    if count > 0, entries[0].revents != 0 {
      count -= 1
      alarm.silence()
    }
    var index = entries.count - 1
    while count > 0, index > 0 {
      let entry = entries[index]
      if entry.revents != 0 {
        count -= 1
        ready.append((entry.fd, Self.events(entry.revents)))
        // Closed behind curl's back; it would be ready for ever.
        if entry.revents & Int16(POLLNVAL) != 0 { forget(entry.fd) }
      }
      index -= 1
    }
  }

  /// What curl calls what `poll` found.
  private static func events(_ found: Int16) -> Int32 {
    var events: Int32 = 0
    // An error is learnt by reading.
    if found & Int16(POLLIN | POLLERR | POLLHUP) != 0 { events |= CURL_CSELECT_IN }
    if found & Int16(POLLOUT) != 0 { events |= CURL_CSELECT_OUT }
    if found & Int16(POLLNVAL) != 0 { events |= CURL_CSELECT_ERR }
    return events
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> HTTPSockets? {
    context.map { Unmanaged<HTTPSockets>.fromOpaque($0).takeUnretainedValue() }
  }

  private func setTime(_ milliseconds: Int) {
    time = milliseconds < 0 ? nil : Instant(nanoseconds: Instant.now.nanoseconds + Int64(milliseconds) * 1_000_000)
  }

  private func watch(_ socket: Int32, _ what: Int32) {
    if what == CURL_POLL_REMOVE { return forget(socket) }
    var events: Int32 = 0
    if what & CURL_POLL_IN != 0 { events |= POLLIN }
    if what & CURL_POLL_OUT != 0 { events |= POLLOUT }
    let number = Int(socket)
    while places.count <= number { places.append(0) }
    if places[number] == 0 {
      places[number] = entries.count
      entries.append(pollfd(fd: socket, events: Int16(events), revents: 0))
    } else {
      entries[places[number]].events = Int16(events)
    }
  }

  private func forget(_ socket: Int32) {
    let number = Int(socket)
    guard places.indices.contains(number), places[number] > 0 else { return }
    let place = places[number]
    places[number] = 0
    let last = entries.removeLast()
    if last.fd == socket { return }
    entries[place] = last
    places[Int(last.fd)] = place
  }
}
