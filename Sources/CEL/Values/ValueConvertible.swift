/// A Swift type that functions take and return.
public protocol ValueConvertible: Sendable {
  /// The type in expressions.
  static var valueType: CELType { get }

  /// Nil if the value is of another type.
  init?(_ value: Value)

  /// The value in expressions.
  var value: Value { get }
}

extension Value: ValueConvertible {
  /// `dyn`: a function that takes a `Value` takes anything.
  public static var valueType: CELType { .dyn }

  /// The value itself.
  public init?(_ value: Value) { self = value }

  /// The value itself.
  public var value: Value { self }
}

extension Bool: ValueConvertible {
  /// `bool`
  public static var valueType: CELType { .bool }

  /// Nil if the value isn't a bool.
  public init?(_ value: Value) {
    guard case .bool(let value) = value else { return nil }
    self = value
  }

  /// The value in expressions.
  public var value: Value { .bool(self) }
}

extension Int64: ValueConvertible {
  /// `int`
  public static var valueType: CELType { .int }

  /// Nil if the value isn't an int.
  public init?(_ value: Value) {
    guard case .int(let value) = value else { return nil }
    self = value
  }

  /// The value in expressions.
  public var value: Value { .int(self) }
}

extension UInt64: ValueConvertible {
  /// `uint`
  public static var valueType: CELType { .uint }

  /// Nil if the value isn't a uint.
  public init?(_ value: Value) {
    guard case .uint(let value) = value else { return nil }
    self = value
  }

  /// The value in expressions.
  public var value: Value { .uint(self) }
}

extension Double: ValueConvertible {
  /// `double`
  public static var valueType: CELType { .double }

  /// Nil if the value isn't a double.
  public init?(_ value: Value) {
    guard case .double(let value) = value else { return nil }
    self = value
  }

  /// The value in expressions.
  public var value: Value { .double(self) }
}

extension String: ValueConvertible {
  /// `string`
  public static var valueType: CELType { .string }

  /// Nil if the value isn't a string.
  public init?(_ value: Value) {
    guard case .string(let value) = value else { return nil }
    self = value
  }

  /// The value in expressions.
  public var value: Value { .string(self) }
}

extension [UInt8]: ValueConvertible {
  /// `bytes`
  public static var valueType: CELType { .bytes }

  /// Nil if the value isn't bytes.
  public init?(_ value: Value) {
    guard case .bytes(let value) = value else { return nil }
    self = value
  }

  /// The value in expressions.
  public var value: Value { .bytes(self) }
}

extension MapValue: ValueConvertible {
  /// `map(dyn, dyn)`
  public static var valueType: CELType { .map(.dyn, .dyn) }

  /// Nil if the value isn't a map.
  public init?(_ value: Value) {
    guard case .map(let value) = value else { return nil }
    self = value
  }

  /// The value in expressions.
  public var value: Value { .map(self) }
}

extension Timestamp: ValueConvertible {
  /// `timestamp`
  public static var valueType: CELType { .timestamp }

  /// Nil if the value isn't a timestamp.
  public init?(_ value: Value) {
    guard case .timestamp(let value) = value else { return nil }
    self = value
  }

  /// The value in expressions.
  public var value: Value { .timestamp(self) }
}

extension Duration: ValueConvertible {
  /// `duration`
  public static var valueType: CELType { .duration }

  /// Nil if the value isn't a duration.
  public init?(_ value: Value) {
    guard case .duration(let value) = value else { return nil }
    self = value
  }

  /// The value in expressions.
  public var value: Value { .duration(self) }
}

/// A list, as functions take and return it.
public struct ListValue: ValueConvertible {
  /// The elements.
  public let elements: [Value]

  /// `list(dyn)`
  public static var valueType: CELType { .list(.dyn) }

  /// Makes a list.
  public init(_ elements: [Value]) { self.elements = elements }

  /// Nil if the value isn't a list.
  public init?(_ value: Value) {
    guard case .list(let value) = value else { return nil }
    elements = value
  }

  /// The value in expressions.
  public var value: Value { .list(elements) }
}
