/// How two values of the same kind relate on their scale.
enum Order {
  case less
  case same
  case greater
  /// One of the two is NaN.
  case unordered

  init<T: Comparable>(_ a: T, _ b: T) {
    self = a < b ? .less : a == b ? .same : a > b ? .greater : .unordered
  }

  var reversed: Order {
    switch self {
    case .less: .greater
    case .greater: .less
    case .same, .unordered: self
    }
  }
}

extension Value {
  /// How the value relates to another one by `<`; nil if `<` isn't defined for the two.
  func order(_ other: Value) -> Order? {
    switch (self, other) {
    case (.int(let a), .int(let b)): Order(a, b)
    case (.double(let a), .double(let b)): Order(a, b)
    case (.uint(let a), .uint(let b)): Order(a, b)
    case (.string(let a), .string(let b)): a.byteOrder(b)
    case (.bool(let a), .bool(let b)): Order(a ? 1 : 0, b ? 1 : 0)
    case (.timestamp(let a), .timestamp(let b)): Order(a, b)
    case (.duration(let a), .duration(let b)): Order(a, b)
    case (.bytes(let a), .bytes(let b)):
      a.lexicographicallyPrecedes(b) ? .less : a == b ? .same : .greater
    default: numericOrder(other)
    }
  }

  /// How two numbers of different types relate; nil if one isn't a number.
  ///
  /// An integer that a double can't hold is rounded first, as in cel-go and as its conformance suite wants:
  /// `9223372036854775807 < 9223372036854775808.0` is false.
  func numericOrder(_ other: Value) -> Order? {
    switch (self, other) {
    case (.int(let a), .uint(let b)): a < 0 ? .less : Order(UInt64(a), b)
    case (.uint(let a), .int(let b)): b < 0 ? .greater : Order(a, UInt64(b))
    case (.int(let a), .double(let b)): Self.order(a, b)
    case (.double(let a), .int(let b)): Self.order(b, a).reversed
    case (.uint(let a), .double(let b)): Self.order(a, b)
    case (.double(let a), .uint(let b)): Self.order(b, a).reversed
    default: nil
    }
  }

  private static func order<I: FixedWidthInteger>(_ integer: I, _ number: Double) -> Order {
    Order(Double(integer), number)
  }
}

extension String {
  /// Order by code points, which for UTF-8 is the order of the bytes.
  func byteOrder(_ other: String) -> Order {
    var a = utf8.makeIterator()
    var b = other.utf8.makeIterator()
    while true {
      switch (a.next(), b.next()) {
      case (nil, nil): return .same
      case (nil, _): return .less
      case (_, nil): return .greater
      case (let x?, let y?): if x != y { return x < y ? .less : .greater }
      }
    }
  }
}
