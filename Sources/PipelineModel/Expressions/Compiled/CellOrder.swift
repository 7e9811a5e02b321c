import Glibc

/// How two values relate, as `==` and `<` see them.
enum CellOrder {
  case less
  case same
  case greater
  /// One of the two is NaN.
  case unordered
  /// Values of different kinds: they differ, and `<` isn't defined for them.
  case incomparable
  /// Equal, but `<` isn't defined for them.
  case bothNull
  /// The general evaluator must decide.
  case undecided

  init<T: Comparable>(_ a: T, _ b: T) {
    self = a < b ? .less : a == b ? .same : a > b ? .greater : .unordered
  }

  /// Compares any two cells.
  init(_ a: Cell, _ b: Cell) {
    switch (a.tag, b.tag) {
    case (.integer, .integer): self.init(a.integer, b.integer)
    case (.double, .double): self.init(a.double, b.double)
    // Rounded, as the general evaluator and cel-go do it.
    case (.integer, .double): self.init(Double(a.integer), b.double)
    case (.double, .integer): self.init(a.double, Double(b.integer))
    case (.string, .string): self.init(text: a, b)
    case (.no, .no), (.yes, .yes): self = .same
    case (.no, .yes): self = .less
    case (.yes, .no): self = .greater
    case (.timestamp, .timestamp): self.init(a.timestamp, b.timestamp)
    case (.null, .null): self = .bothNull
    case (.json, .json): self = .undecided
    default: self = a.isDecided && b.isDecided ? .incomparable : .undecided
    }
  }

  private init(text a: Cell, _ b: Cell) {
    let common = Int(min(a.length, b.length))
    let order = common == 0 ? 0 : memcmp(a.base, b.base, common)
    self = order < 0 ? .less : order > 0 ? .greater : CellOrder(a.length, b.length)
  }
}

extension Cell {
  /// Whether it is a value that cells of other kinds can be told from.
  fileprivate var isDecided: Bool {
    switch tag {
    case .null, .no, .yes, .integer, .double, .timestamp, .string, .json: true
    default: false
    }
  }
}
