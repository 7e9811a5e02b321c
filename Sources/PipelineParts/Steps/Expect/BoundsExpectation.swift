public import ConfigSpec

/// How many values of a field must lie within bounds.
public struct BoundsExpectation: Configurable {
  /// The field.
  public var field = ""
  /// The least value.
  public var min: Double?
  /// The greatest value.
  public var max: Double?
  /// The least share of values.
  public var atLeast = Share(1)

  /// The declaration.
  public static let spec = Spec(blank: Self(), "How many values of a field must lie within bounds.") {
    Field("field", \.field, "The field, which must be a number.").required().example("valuenum")
    Field("min", \.min, "The least value that is within bounds.").example(.int(0))
    Field("max", \.max, "The greatest value that is within bounds.").example(.int(500))
    Field("at_least", \.atLeast, "The least share of the values that are not null.").example("99%")
    Check { options, report in
      if options.min == nil, options.max == nil {
        report.error("`bounds` needs `min` or `max`", at: "field")
      }
      if let min = options.min, let max = options.max, min > max {
        report.error("`min` is greater than `max`", at: "min")
      }
    }
  }

  /// The bounds, for messages.
  var text: String {
    let min = min.map { $0.json(for: .display).display }
    let max = max.map { $0.json(for: .display).display }
    return switch (min, max) {
    case (let min?, let max?): "between \(min) and \(max)"
    case (let min?, nil): "at least \(min)"
    case (nil, let max?): "at most \(max)"
    case (nil, nil): "without bounds"
    }
  }
}
