public import ConfigSpec
public import Resilience

/// `fallback`: what takes the place of a call that was given up.
public struct FallbackSettings: Configurable {
  /// A constant in place of the answer.
  public var value: JSONValue?
  /// Another service that is called instead.
  public var service: Located<String>?
  /// What is different in the step's options when the other service is called.
  public var with: Node?
  /// Whether the record goes on without the answer.
  public var skip = false
  /// The classes of failure it stands in for.
  public var classes = FailureClasses(.transient, .system)

  /// The declaration.
  public static let spec = Spec(
    blank: Self(),
    """
    Takes the place of a call that was given up: one of `value`, `service` and `skip`. `meta.fallback` of the record \
    lists the stages at which it happened.
    """
  ) {
    Field(
      "value", \.value,
      as: Codec<JSONValue?>(
        shape: .any, nullability: .accepted,
        decode: { node, decoding in JSONValue.decode(node, &decoding).map { .some($0) } },
        json: { value, purpose in value.map { $0.json(for: purpose) } ?? .null }),
      "A constant in place of the answer.")
    Field(
      "service", \.service,
      "Another service to call instead, under its own circuit and limits; see also `with`."
    )
    .example("fhir-mirror")
    Field("with", \.with, "What is different in the step's options for the other service, such as its `url`.")
    Field("skip", \.skip, "Whether the record goes on without the answer, with null in its place.")
    Field(
      "classes", \.classes,
      "The failures it stands in for; permanent and business ones are about the record, not the service.")
    Shorthand(FallbackWord.self, "The record goes on without the answer, with null in its place.") { _ in
      var settings = FallbackSettings()
      settings.skip = true
      return settings
    }
    Check { settings, report in
      let written = ["value", "service", "skip"].filter {
        report.isSet($0) && ($0 != "skip" || settings.skip)
      }
      if written.isEmpty {
        report.error(
          "`fallback` needs one of `value`, `service` and `skip`", at: "value",
          help: "write for example `fallback: {value: null}` or `fallback: skip`")
      }
      if written.count > 1 {
        report.error(
          "`\(written[0])` and `\(written[1])` are two fallbacks", at: written[1], help: "keep one of the two"
        )
      }
      if settings.with != nil, settings.service == nil {
        report.error("`with` does nothing without `service`", at: "with", help: "delete it")
      }
      if settings.classes.isEmpty {
        report.error(
          "`classes` is empty", at: "classes", help: "name at least one class, such as `transient`")
      }
    }
  }

  /// The fallback as the policy layer knows it.
  public var options: FallbackOptions? {
    if let service { return FallbackOptions(.service(service.value), classes: classes) }
    if skip { return FallbackOptions(.skip, classes: classes) }
    return value.map { FallbackOptions(.value($0.text()), classes: classes) }
  }
}

/// `fallback: skip`.
enum FallbackWord: String, ConfigEnum {
  case skip

  var doc: String { "The record goes on without the answer, with null in its place." }
}
