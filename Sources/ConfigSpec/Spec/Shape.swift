/// What a field accepts: the source of JSON Schema types and of the reference's type column.
public indirect enum Shape: Sendable {
  /// `true` or `false`.
  case boolean
  /// A whole number.
  case integer(ClosedRange<Int>?)
  /// A number.
  case number(ClosedRange<Double>?)
  /// Text, free or in a form.
  case text(TextForm)
  /// One of a few words.
  case choice([Choice])
  /// A list.
  case list(Shape)
  /// A map from names to values.
  case map(Shape)
  /// Options with a spec of their own.
  case options(SpecReference)
  /// Any of several shapes.
  case anyOf([Shape])
  /// Whatever YAML can say.
  case any
}
