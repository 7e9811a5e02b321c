public import ConfigSpec
public import Resilience

extension Jitter: ConfigUnion {
  /// A word, `true` or `false`, or a share.
  public static var alternatives: [Alternative<Jitter>] {
    [
      Alternative(JitterWord.self, make: { $0.jitter }, write: { JitterWord($0) }),
      Alternative(JitterShare.self, make: { $0.jitter }, write: { JitterShare($0) }),
      Alternative(Bool.self, make: { $0 ? .spread(0.5) : Jitter.none }, write: { _ in nil }),
    ]
  }
}

/// The kinds of jitter that have a name.
enum JitterWord: String, ConfigEnum {
  case none, full, equal, decorrelated

  init?(_ jitter: Jitter) {
    switch jitter {
    case .none: self = .none
    case .full: self = .full
    case .equal: self = .equal
    case .decorrelated: self = .decorrelated
    case .plus, .spread: return nil
    }
  }

  var jitter: Jitter {
    switch self {
    case .none: .none
    case .full: .full
    case .equal: .equal
    case .decorrelated: .decorrelated
    }
  }

  var doc: String {
    switch self {
    case .none: "The wait as it is."
    case .full: "Anything from 0 to the wait."
    case .equal: "Half the wait, and 0 to the other half."
    case .decorrelated: "Anything from the base to three times the wait before."
    }
  }
}

/// The kinds of jitter that have a share.
struct JitterShare: Configurable {
  var plus: Share?
  var spread: Share?

  init() {}

  init?(_ jitter: Jitter) {
    switch jitter {
    case .plus(let share): plus = Share(share)
    case .spread(let share): spread = Share(share)
    case .none, .full, .equal, .decorrelated: return nil
    }
  }

  var jitter: Jitter? { plus.map { .plus($0.fraction) } ?? spread.map { .spread($0.fraction) } }

  static let spec = Spec(blank: Self(), "A share of the wait by which chance changes it.") {
    Field("plus", \.plus, "Adds 0 to this share of the wait, then caps it at `max_delay`.")
    Field(
      "spread", \.spread,
      "Multiplies the capped wait by 1 minus to 1 plus this share; `50%` is what `true` means.")
    Check { options, report in
      if options.plus != nil, options.spread != nil {
        report.error("`plus` and `spread` are two kinds of jitter", at: "spread", help: "keep one of the two")
      }
      if options.plus == nil, options.spread == nil {
        report.error("`jitter` needs a share", at: "plus", help: "write `{plus: 10%}` or `{spread: 50%}`")
      }
    }
  }
}
