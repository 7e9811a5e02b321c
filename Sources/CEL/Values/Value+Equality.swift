import Glibc

extension Value {
  /// `==` of the expression language: numbers compare across their types, other types differ from each other, NaN
  /// differs from itself, lists and maps compare element by element.
  ///
  /// - Parameter budget: pays for each element, since shared parts make a small expression build values whose full
  ///   comparison would never end.
  func isEqual(to other: Value, _ budget: inout Budget) throws(EvaluationError) -> Bool {
    switch (self, other) {
    case (.null, .null): return true
    case (.bool(let a), .bool(let b)): return a == b
    case (.int(let a), .int(let b)): return a == b
    case (.uint(let a), .uint(let b)): return a == b
    case (.double(let a), .double(let b)): return a == b
    case (.string(let a), .string(let b)):
      let length = a.utf8.count
      guard length == b.utf8.count else { return false }
      if length > 64 { try budget.charge(length / 16) }
      return a.hasSameBytes(as: b)
    case (.bytes(let a), .bytes(let b)):
      guard a.count == b.count else { return false }
      try budget.charge(1 + a.count / 16)
      return a == b
    case (.timestamp(let a), .timestamp(let b)): return a == b
    case (.duration(let a), .duration(let b)): return a == b
    case (.type(let a), .type(let b)): return a.name == b.name
    case (.list(let a), .list(let b)):
      guard a.count == b.count else { return false }
      for index in a.indices {
        try budget.charge(1)
        guard try a[index].isEqual(to: b[index], &budget) else { return false }
      }
      return true
    case (.map(let a), .map(let b)):
      guard a.count == b.count else { return false }
      for index in 0..<a.count {
        try budget.charge(1)
        guard let value = a.keys[index].lookUp(in: b) else { return false }
        guard try a.values[index].isEqual(to: value, &budget) else { return false }
      }
      return true
    case (.optional(let a), .optional(let b)):
      try budget.charge(1)
      guard let a, let b else { return a == nil && b == nil }
      return try a.isEqual(to: b, &budget)
    case (.opaque(let a), .opaque(let b)): return a.isEqual(to: b)
    default: return numericOrder(other) == .same
    }
  }

  private func lookUp(in map: MapValue) -> Value? { map[self] }
}

extension String {
  /// Equal byte by byte. Swift's `==` also finds different spellings of the same character equal; CEL doesn't.
  @inline(__always)
  func hasSameBytes(as other: String) -> Bool {
    let length = utf8.count
    guard length == other.utf8.count else { return false }
    var a = self
    var b = other
    return a.withUTF8 { a in
      b.withUTF8 { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return length == 0 }
        return memcmp(a, b, length) == 0
      }
    }
  }
}
