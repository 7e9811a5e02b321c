/// Which kinds of bracket are open, one bit a level; levels past the 64th move to the heap 64 at a time.
@usableFromInline
struct JSONNesting {
  private var bits: UInt64 = 0
  private var outer: [UInt64] = []
  /// How many brackets are open.
  private(set) var depth = 0

  /// Whether the innermost bracket is an object's.
  var isObject: Bool { bits & 1 == 1 }

  mutating func open(isObject: Bool) {
    if depth > 0, depth % 64 == 0 {
      outer.append(bits)
      bits = 0
    }
    bits = bits << 1 | (isObject ? 1 : 0)
    depth += 1
  }

  mutating func close() {
    depth -= 1
    bits >>= 1
    if depth > 0, depth % 64 == 0, let last = outer.popLast() { bits = last }
  }
}
