/// A value of the expression language.
///
/// Short strings (up to 15 bytes), numbers and times are stored in place; nothing is allocated for them. Everything
/// else is one reference.
public enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case list([Value])
  case map(MapValue)
  case timestamp(Timestamp)
  case duration(Duration)
  case type(CELType)
  indirect case optional(Value?)
  case opaque(any OpaqueValue)
}

/// A value of a type that an extension defines.
public protocol OpaqueValue: AnyObject, Sendable {
  /// The type's name in expressions, such as `net.IP`.
  var typeName: String { get }

  /// Whether both are of the same type and equal, as `==` in expressions sees it.
  func isEqual(to other: any OpaqueValue) -> Bool
}

extension Value {
  /// The type that `type(value)` returns. Lists and maps don't tell what they hold.
  public var type: CELType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .list: .list(.dyn)
    case .map: .map(.dyn, .dyn)
    case .timestamp: .timestamp
    case .duration: .duration
    case .type: .type
    case .optional: .optional(.dyn)
    case .opaque(let value): .opaque(value.typeName, [])
    }
  }

  /// Whether `optional.ofNonZeroValue` treats the value as absent: zero, empty, false or null.
  var isZero: Bool {
    switch self {
    case .null: true
    case .bool(let value): !value
    case .int(let value): value == 0
    case .uint(let value): value == 0
    case .double(let value): value == 0
    case .string(let value): value.isEmpty
    case .bytes(let value): value.isEmpty
    case .list(let value): value.isEmpty
    case .map(let value): value.isEmpty
    case .duration(let value): value == .zero
    case .optional(let value): value == nil
    case .timestamp(let value): value == Timestamp(secondsSinceEpoch: 0)
    case .type, .opaque: false
    }
  }

  /// The work of reading or copying the value's text once; nothing for other values.
  @inline(__always)
  var textCost: Int {
    switch self {
    case .string(let value): value.utf8.count / 16
    case .bytes(let value): value.count / 16
    default: 0
    }
  }
}
