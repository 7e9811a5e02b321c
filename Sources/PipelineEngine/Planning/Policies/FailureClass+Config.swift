public import ConfigSpec
public import Resilience

extension FailureClass: ConfigValue {
  private static let words = Words<FailureClass>([
    (.transient, Choice("transient", "May succeed if tried again.", aliases: ["retriable", "retryable"])),
    (.permanent, Choice("permanent", "Will not succeed.", aliases: ["fatal"])),
    (.business, Choice("business", "A rule says no.")),
    (.system, Choice("system", "The pipeline itself can't go on.")),
  ])

  /// The class names; `retriable` means transient and `fatal` means permanent.
  public static var shape: Shape { words.shape }

  /// Reads a class name in any case.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> FailureClass? {
    words.decode(node, &decoding)
  }

  /// The name.
  public func json(for purpose: JSONPurpose) -> JSONValue { .string(name) }
}

extension FailureClasses: ConfigValue {
  /// One class or a list.
  public static var shape: Shape { OneOrMany<FailureClass>.shape }

  /// Reads one class or a list.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> FailureClasses? {
    OneOrMany<FailureClass>.decode(node, &decoding).map { classes in
      classes.items.reduce(into: []) { $0.formUnion(FailureClasses($1)) }
    }
  }

  /// A list.
  public func json(for purpose: JSONPurpose) -> JSONValue {
    .array(FailureClass.allCases.filter(contains).map { .string($0.name) })
  }
}

extension Severity: ConfigValue {
  private static let words = Words<Severity>([
    (.critical, Choice("critical", "Unusable, or data may be lost.")),
    (.high, Choice("high", "A major feature is broken.", aliases: ["error"])),
    (.medium, Choice("medium", "Degraded.", aliases: ["warning"])),
    (.low, Choice("low", "Can wait a day.")),
    (.info, Choice("info", "Not an error.")),
  ])

  /// The severities; `warning` means medium and `error` means high.
  public static var shape: Shape { words.shape }

  /// Reads a severity in any case.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> Severity? {
    words.decode(node, &decoding)
  }

  /// The name.
  public func json(for purpose: JSONPurpose) -> JSONValue { .string(name) }
}
