/// One of the operators `==`, `!=`, `<`, `<=`, `>` and `>=`: a type each, so that every comparison is compiled for it.
protocol ComparisonOperator: SendableMetatype {
  static func holds<T: Comparable>(_ a: T, _ b: T) -> Bool
  /// What the operator says of values that relate like this.
  static func truth(_ order: CellOrder) -> Truth
}

/// `==` and `!=` are defined for values of any two kinds.
protocol EqualityOperator: ComparisonOperator {
  /// What it says of equal values.
  static var ofEqual: Bool { get }
}

extension EqualityOperator {
  static func truth(_ order: CellOrder) -> Truth {
    switch order {
    case .same, .bothNull: Truth(ofEqual)
    case .undecided: .undecided
    case .less, .greater, .unordered, .incomparable: Truth(!ofEqual)
    }
  }
}

extension ComparisonOperator {
  /// `<` and its like: false if one of the two is NaN, an error for values of different kinds.
  static func truth(_ order: CellOrder) -> Truth {
    switch order {
    case .less: Truth(holds(0, 1))
    case .same: Truth(holds(0, 0))
    case .greater: Truth(holds(1, 0))
    case .unordered: .no
    case .incomparable, .bothNull, .undecided: .undecided
    }
  }

  /// The comparison of any two cells.
  @inline(__always)
  static func compare(_ a: Cell, _ b: Cell) -> Truth {
    if a.tag == .integer, b.tag == .integer { return Truth(holds(a.integer, b.integer)) }
    if a.tag == .double, b.tag == .double { return Truth(holds(a.double, b.double)) }
    return compareOthers(a, b)
  }

  @inline(never)
  static func compareOthers(_ a: Cell, _ b: Cell) -> Truth { truth(CellOrder(a, b)) }
}

enum Equal: EqualityOperator {
  static var ofEqual: Bool { true }
  @inline(__always)
  static func holds<T: Comparable>(_ a: T, _ b: T) -> Bool { a == b }
}

enum NotEqual: EqualityOperator {
  static var ofEqual: Bool { false }
  @inline(__always)
  static func holds<T: Comparable>(_ a: T, _ b: T) -> Bool { a != b }
}

enum Less: ComparisonOperator {
  @inline(__always)
  static func holds<T: Comparable>(_ a: T, _ b: T) -> Bool { a < b }
}

enum LessOrEqual: ComparisonOperator {
  @inline(__always)
  static func holds<T: Comparable>(_ a: T, _ b: T) -> Bool { a <= b }
}

enum Greater: ComparisonOperator {
  @inline(__always)
  static func holds<T: Comparable>(_ a: T, _ b: T) -> Bool { a > b }
}

enum GreaterOrEqual: ComparisonOperator {
  @inline(__always)
  static func holds<T: Comparable>(_ a: T, _ b: T) -> Bool { a >= b }
}
