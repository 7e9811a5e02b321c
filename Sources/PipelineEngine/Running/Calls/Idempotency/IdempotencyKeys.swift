import PipelineModel
import Resilience
import Synchronization

/// The idempotency keys of one stage: being worked on, or done.
///
/// A key is done when the checkpoint that settles its record is durable; until then another record with the same key
/// finds it in flight, and is skipped all the same.
final class IdempotencyKeys: Sendable {
  let stage: String
  private let options: IdempotencyOptions
  private let state: Mutex<IdempotencyState<String>>

  init(stage: String, _ options: IdempotencyOptions) {
    self.stage = stage
    self.options = options
    state = Mutex(IdempotencyState(options))
  }

  /// Begins anew with the keys that the store holds, oldest first; whatever was in flight is free.
  func restore(_ stored: [StoredKey]) {
    var fresh = IdempotencyState<String>(options)
    for key in stored { fresh.complete(key.key, now: Instant(nanoseconds: key.completedAt)) }
    let restored = fresh
    state.withLock { $0 = restored }
  }

  /// Asks to do the work of a key.
  func claim(_ key: String) -> KeyClaim {
    let now = IdempotencyKeys.now
    return state.withLock { state in
      switch state.claim(key, now: now) {
      case .new: .new
      case .inFlight: .inFlight
      case .done: .done
      }
    }
  }

  /// The record was given up or abandoned: the key is free again.
  func release(_ key: String) { state.withLock { $0.release(key) } }

  /// The records are settled for good.
  func complete(_ keys: [StoredKey]) {
    state.withLock { state in
      for key in keys { state.complete(key.key, now: Instant(nanoseconds: key.completedAt)) }
    }
  }

  /// When the newest keys that count no longer were completed; nil if they count for ever.
  var expiry: Int64? {
    options.timeToLive.map { IdempotencyKeys.now.nanoseconds - $0.saturatingNanoseconds }
  }

  /// How many are remembered.
  var limit: Int { options.maxKeys }

  /// Keys outlast the process, so their time to live goes by the wall clock.
  static var now: Instant {
    let wall = wallClock()
    return Instant(nanoseconds: wall.seconds * 1_000_000_000 + Int64(wall.nanoseconds))
  }
}

/// A key as the store holds it.
struct StoredKey: Sendable, Equatable {
  var stage: String
  var key: String
  /// Nanoseconds since 1970.
  var completedAt: Int64
}
