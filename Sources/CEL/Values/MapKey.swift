/// A map's key, comparable and hashable as CEL sees it: `1`, `1u` and `1.0` are the same key.
enum MapKey: Hashable {
  case bool(Bool)
  case int(Int64)
  /// Only values above `Int64.max`; smaller ones are `int`.
  case uint(UInt64)
  case string(String)

  /// Nil if no map can have such a key: null, a number with a fraction, a list, …
  init?(_ value: Value) {
    switch value {
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .int(value)
    case .uint(let value): self = Int64(exactly: value).map(MapKey.int) ?? .uint(value)
    case .string(let value): self = .string(value)
    case .double(let value):
      if let whole = Int64(exactly: value) {
        self = .int(whole)
      } else if let whole = UInt64(exactly: value) {
        self = .uint(whole)
      } else {
        return nil
      }
    default: return nil
    }
  }

  static func == (a: MapKey, b: MapKey) -> Bool {
    switch (a, b) {
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.uint(let a), .uint(let b)): a == b
    case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
    default: false
    }
  }

  func hash(into hasher: inout Hasher) {
    switch self {
    case .bool(let value): hasher.combine(value)
    case .int(let value): hasher.combine(value)
    case .uint(let value): hasher.combine(value)
    case .string(var value): value.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }
}
