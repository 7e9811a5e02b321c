/// `&&`, `||` and `!`. A deciding term outweighs undecided ones, in any order; that is what makes giving up safe.
extension RowCompiler {
  static func not(_ test: RowTest) -> RowTest {
    RowTest { row in
      switch test(row) {
      case .yes: .no
      case .no: .yes
      case .undecided: .undecided
      }
    }
  }

  static func all(_ tests: [RowTest]) -> RowTest { joined(tests, deciding: .no) }

  static func any(_ tests: [RowTest]) -> RowTest { joined(tests, deciding: .yes) }

  /// Up to three terms in one closure, more in a tree of them: a loop over an array would count references.
  private static func joined(_ tests: [RowTest], deciding: Truth) -> RowTest {
    switch tests.count {
    case 1: return tests[0]
    case 2: return joined(tests[0], tests[1], deciding)
    case 3: return joined(tests[0], tests[1], tests[2], deciding)
    default:
      let first = joined(tests[0], tests[1], tests[2], deciding)
      return joined(first, joined(Array(tests[3...]), deciding: deciding), deciding)
    }
  }

  /// Of two results of which the first doesn't decide: the second if that decides or the first is known, else nothing.
  @inline(__always)
  private static func combined(_ first: Truth, _ second: Truth, _ deciding: Truth) -> Truth {
    first == .undecided && second != deciding ? .undecided : second
  }

  private static func joined(_ a: RowTest, _ b: RowTest, _ deciding: Truth) -> RowTest {
    RowTest { row in
      let first = a(row)
      if first == deciding { return first }
      return combined(first, b(row), deciding)
    }
  }

  private static func joined(
    _ a: RowTest, _ b: RowTest, _ c: RowTest, _ deciding: Truth
  ) -> RowTest {
    RowTest { row in
      let first = a(row)
      if first == deciding { return first }
      let second = combined(first, b(row), deciding)
      if second == deciding { return second }
      return combined(second, c(row), deciding)
    }
  }
}
