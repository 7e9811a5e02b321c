public import ConfigSpec

/// Which records `filter` lets through.
public struct FilterOptions: Configurable {
  /// Records for which it is true go on.
  public var keep: ExpressionSource?
  /// Records for which it is true are left out.
  public var drop: ExpressionSource?

  /// The declaration.
  public static let spec = Spec(
    blank: Self(),
    "Leaves records out. They are counted as filtered, and are neither written nor dead-lettered."
  ) {
    Field("keep", \.keep, "Only records for which this is true go on.").example("valuenum != null")
    Field("drop", \.drop, "Records for which this is true are left out.").example("flag == 'test'")
    Check { options, report in
      if options.keep == nil, options.drop == nil {
        report.error("`filter` needs `keep` or `drop`", at: "keep", help: "write `keep: \"amount > 0\"`")
      }
      if options.keep != nil, options.drop != nil {
        report.error(
          "`keep` and `drop` exclude each other", at: "drop",
          help: "write one condition: `keep: \"a && !(b)\"`")
      }
    }
  }
}
