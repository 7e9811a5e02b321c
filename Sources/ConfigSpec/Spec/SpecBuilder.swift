/// Lists the items of a spec one below the other.
@resultBuilder
public enum SpecBuilder<Options: Sendable> {
  /// What a spec is made of.
  public struct Items: Sendable {
    var fields: [Field<Options>] = []
    var checks: [Check<Options>] = []
    var shorthands: [Shorthand<Options>] = []
    var refused: [Refused] = []
  }

  /// Takes a field.
  public static func buildExpression(_ field: Field<Options>) -> Items { Items(fields: [field]) }
  /// Takes a check.
  public static func buildExpression(_ check: Check<Options>) -> Items { Items(checks: [check]) }
  /// Takes a short form.
  public static func buildExpression(_ shorthand: Shorthand<Options>) -> Items {
    Items(shorthands: [shorthand])
  }
  /// Takes a refused key.
  public static func buildExpression(_ refused: Refused) -> Items { Items(refused: [refused]) }

  /// Joins all items.
  public static func buildBlock(_ parts: Items...) -> Items {
    parts.reduce(into: Items()) { all, part in
      all.fields += part.fields
      all.checks += part.checks
      all.shorthands += part.shorthands
      all.refused += part.refused
    }
  }
}
