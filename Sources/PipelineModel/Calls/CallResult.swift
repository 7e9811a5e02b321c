/// What a call that succeeded assigns to its record.
public struct CallResult: Sendable {
  /// The slots, as the step's plan declared them, with their values.
  public var assignments: [(slot: Int, value: CallValue)]

  /// A result that assigns these values.
  public init(_ assignments: [(slot: Int, value: CallValue)] = []) { self.assignments = assignments }
}

/// A value that came from elsewhere, not yet in any batch.
public enum CallValue: Sendable, Equatable {
  /// Null.
  case null
  /// True or false.
  case boolean(Bool)
  /// A 64-bit integer.
  case integer(Int64)
  /// A double.
  case double(Double)
  /// UTF-8 text.
  case string([UInt8])
  /// JSON text of any value, checked.
  case json([UInt8])
}
