public import ConfigSpec

/// The unit of a timestamp that is a number.
public enum EpochUnit: String, ConfigEnum {
  case seconds
  case milliseconds
  case microseconds
  case nanoseconds

  /// How many make up a second.
  public var perSecond: Int64 {
    switch self {
    case .seconds: 1
    case .milliseconds: 1000
    case .microseconds: 1_000_000
    case .nanoseconds: 1_000_000_000
    }
  }

  /// What the word means.
  public var doc: String {
    switch self {
    case .seconds: "Whole seconds."
    case .milliseconds: "Thousandths, as JavaScript counts."
    case .microseconds: "Millionths."
    case .nanoseconds: "Billionths."
    }
  }

  /// Short forms.
  public static var aliases: [(name: String, value: EpochUnit)] {
    [("s", .seconds), ("ms", .milliseconds), ("us", .microseconds), ("ns", .nanoseconds)]
  }
}
