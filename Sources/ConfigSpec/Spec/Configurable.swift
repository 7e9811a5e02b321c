/// Options that are declared once, by their `spec`; decoding, schema, reference and plans all read it.
///
/// ```swift
/// struct RetryOptions: Configurable {
///   var maxRetries = 3
///   static let spec = Spec(blank: Self(), "Tries again what may succeed.") {
///     Field("max_retries", \.maxRetries, in: 0...100, "Attempts beyond the first.")
///   }
/// }
/// ```
public protocol Configurable: ConfigValue {
  /// The declaration.
  static var spec: Spec<Self> { get }
}

extension Configurable {
  /// A mapping with the fields of the spec.
  public static var shape: Shape { .options(SpecReference { Self.spec.outline }) }

  /// Reads a mapping, or a shorthand of the spec.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> Self? {
    spec.decode(node, &decoding)
  }

  /// All fields.
  public func json(for purpose: JSONPurpose) -> JSONValue { Self.spec.json(of: self, for: purpose) }

  /// Reads literal text as a file of its own.
  public static func decode(text: String, path: String = "text.yaml") -> Decoded<Self> {
    var diagnostics = Diagnostics()
    guard let node = YAMLReader().read(text: text, path: path, into: &diagnostics) else {
      return Decoded(options: nil, origins: Origins(), diagnostics: diagnostics)
    }
    return decode(node, diagnostics: diagnostics)
  }

  /// Reads the root of a file; diagnostics are added to those given.
  public static func decode(_ node: Node, diagnostics: Diagnostics) -> Decoded<Self> {
    var decoding = Decoding(diagnostics: diagnostics)
    let options = decode(node, &decoding)
    return Decoded(options: options, origins: decoding.origins, diagnostics: decoding.diagnostics)
  }
}
