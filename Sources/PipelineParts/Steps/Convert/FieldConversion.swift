public import ConfigSpec
import PipelineModel

/// What becomes of one field: a type, and how it is written.
public struct FieldConversion: Configurable {
  /// The type, and whether null is allowed.
  public var type = TypeName(.string)
  /// How timestamps and dates are written.
  public var formats = OneOrMany<TimestampPattern>([])
  /// The offset of timestamps that have none; nil is UTC.
  public var timezone: TimezoneOffset?
  /// The unit of timestamps that are numbers.
  public var epoch: EpochUnit?
  /// Texts that mean true.
  public var trueTexts: [String] = []
  /// Texts that mean false.
  public var falseTexts: [String] = []

  /// The declaration.
  public static let spec = Spec(blank: Self(), "What becomes of one field.") {
    Field(
      "type", \.type,
      """
      What the field becomes. `integer`: digits with an optional sign, 64 bits; `1.0` only as a JSON number. \
      `double`: also with point and exponent, no `inf` or `nan`. `boolean`: true, t, yes, y, 1 and false, f, no, \
      n, 0 in any case. `timestamp`: RFC 3339, also without offset and with a space for the `T`. `date`: \
      `YYYY-MM-DD`. `string`: any value as the sinks would write it; `string?` makes an empty text null.
      """
    )
    .required().example("double?")
    Field(
      "formats", \.formats,
      """
      How timestamps or dates are written, in the language of `strptime`; the first that fits counts. \
      Directives: %Y %y %m %b %B %d %e %j %H %I %p %M %S %f %z %Z %a %A %s %F %T %%.
      """
    )
    .example(.array([.string("%d/%m/%Y %H:%M:%S")]))
    Field(
      "timezone", \.timezone,
      "The offset of texts that have none, and of the day that a timestamp falls on: `UTC`, the default, or `+01:00`."
    )
    Field("epoch", \.epoch, "Reads the timestamp as a number of these since 1970-01-01 UTC.")
    Field(
      "true", \.trueTexts,
      "Texts that mean true, exactly as written; they and those of `false` replace the usual ones."
    )
    .example(.array([.string("J")]))
    Field("false", \.falseTexts, "Texts that mean false, exactly as written.")
      .example(.array([.string("N")]))
    Shorthand(TypeName.self, "The type alone.") { FieldConversion(type: $0) }
    Check { options, report in
      let isTime = [.timestamp, .date].contains(options.type.type)
      for (key, isUsed) in [
        ("formats", isTime), ("timezone", isTime), ("epoch", options.type.type == .timestamp),
        ("true", options.type.type == .boolean), ("false", options.type.type == .boolean),
      ] where !isUsed && report.isSet(key) {
        report.error("`\(key)` does nothing for the type `\(options.type.configText)`", at: key)
      }
      if options.epoch != nil, report.isSet("formats") {
        report.error("`epoch` and `formats` exclude each other", at: "epoch", help: "keep one of the two")
      }
      if options.trueTexts.isEmpty != options.falseTexts.isEmpty {
        let missing = options.trueTexts.isEmpty ? "true" : "false"
        report.error(
          "`true` and `false` belong together", at: options.trueTexts.isEmpty ? "false" : "true",
          help: "add `\(missing): [\(missing == "true" ? "Y" : "N")]`")
      }
      if let both = options.trueTexts.first(where: options.falseTexts.contains) {
        report.error("`\(both)` can't mean both true and false", at: "false")
      }
    }
  }
}
