/// A path of a file, relative to the configuration file it is written in.
public struct LocalPath: ConfigValue, Hashable {
  /// The path as it is written.
  public let text: String
  /// The directory that it is relative to.
  public let base: String

  /// Makes a path.
  public init(_ text: String, base: String = ".") {
    self.text = text
    self.base = base
  }

  /// Whether it stands for standard input or output.
  public var isStandardStream: Bool { text == "-" }

  /// The path to open: absolute, or relative to the working directory.
  public var resolved: String {
    if isStandardStream || text.hasPrefix("/") || base == "." || base.isEmpty { return text }
    return base.hasSuffix("/") ? base + text : "\(base)/\(text)"
  }

  /// A path.
  public static var shape: Shape { .text(TextForm("a path")) }

  /// Takes any text that is not empty.
  public static func decode(_ node: Node, _ decoding: inout Decoding) -> LocalPath? {
    guard let text = String.decode(node, &decoding) else { return nil }
    guard !text.isEmpty else {
      decoding.error("is an empty path", at: node.span)
      return nil
    }
    guard !text.utf8.contains(0) else {
      decoding.error("contains a NUL byte", at: node.span)
      return nil
    }
    return LocalPath(text, base: node.span.file.directory)
  }

  /// The path as it is written.
  public func json(for purpose: JSONPurpose) -> JSONValue { .string(text) }
}
