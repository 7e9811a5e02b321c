extension Field {
  /// The key must be written.
  public func required() -> Field {
    with { $0.isRequired = true }
  }

  /// The value says something to people only and is no part of a digest.
  public func excludedFromDigest() -> Field {
    with { $0.isCosmetic = true }
  }

  /// A sample for the schema, the reference and `init`.
  public func example(_ value: JSONValue) -> Field {
    with { $0.examples.append(value) }
  }

  /// A sample text.
  public func example(_ text: String) -> Field { example(.string(text)) }

  /// The key may also be written in another way; both at once is an error.
  public func also(_ name: String, deprecated: String? = nil) -> Field {
    with { field in
      var spelling = field.spellings[0]
      spelling.name = name
      spelling.deprecation = deprecated
      field.spellings.append(spelling)
    }
  }

  /// The same setting under another key and in another form, such as `timeout_ms` for `timeout`.
  public func also<Value: Sendable>(
    _ name: String, _ path: any WritableKeyPath<Options, Value> & Sendable, as codec: Codec<Value>,
    _ doc: String? = nil,
    deprecated: String? = nil
  ) -> Field {
    with { field in
      var spelling = Self.spelling(name, path, codec)
      spelling.doc = doc
      spelling.deprecation = deprecated
      field.spellings.append(spelling)
    }
  }

  /// The same duration under a key that states a unit.
  public func also(
    _ name: String, _ path: any WritableKeyPath<Options, Duration> & Sendable, as unit: DurationUnit,
    in range: ClosedRange<Duration>? = nil, deprecated: String? = nil
  ) -> Field {
    also(name, path, as: unit.codec(in: range), deprecated: deprecated)
  }

  /// The same optional duration under a key that states a unit.
  public func also(
    _ name: String, _ path: any WritableKeyPath<Options, Duration?> & Sendable, as unit: DurationUnit,
    in range: ClosedRange<Duration>? = nil, deprecated: String? = nil
  ) -> Field {
    also(name, path, as: unit.codec(in: range).optional, deprecated: deprecated)
  }

  private func with(_ change: (inout Field) -> Void) -> Field {
    var field = self
    change(&field)
    return field
  }
}
