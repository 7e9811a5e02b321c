/// Bounds on the work an expression may cause.
public struct Limits: Sendable {
  /// The longest expression, in UTF-8 bytes.
  public var expressionSize = 65_536

  /// How many brackets, calls, macros, selections and operators may build on each other. Any number of terms joined by
  /// `&&`, or by `||`, counts as one. All work on an expression recurses at most so deep.
  public var nestingDepth = 250

  /// The work of one evaluation: about one unit for each part of a comprehension's body in each round, for an
  /// element compared or copied, and for 16 bytes of text read or built. A unit takes some 2 to 20 ns.
  public var evaluationCost = 10_000_000

  /// Makes the default limits.
  public init() {}
}
