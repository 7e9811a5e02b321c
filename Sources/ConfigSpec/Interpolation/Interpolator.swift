/// Replaces `${NAME}` in the scalar values of a file that has been read.
///
/// `${NAME}`, `${NAME:-default}`, `${NAME:?message}` and `${file:PATH}` are replaced, `$${` becomes `${`, and
/// `${{ … }}` stays as it is. A param comes before an environment variable. Keys are never touched.
public struct Interpolator: Sendable {
  /// A value that `${name}` stands for.
  public struct Param: Sendable {
    /// The text.
    public var value: String
    /// Whether messages must not show it.
    public var isHidden: Bool

    /// Makes a param.
    public init(_ value: String, isHidden: Bool = false) {
      self.value = value
      self.isHidden = isHidden
    }
  }

  /// The declared params.
  public var params: [String: Param]
  /// The environment variables.
  public var environment: [String: String]
  /// Reads the file of `${file:PATH}`; the path is already relative to the working directory.
  public var readFile: @Sendable (String) throws -> String
  /// The longest text that may result, in bytes.
  public var scalarBytes = YAMLLimits().scalarBytes

  /// Makes an interpolator; without a reader it reads files of up to 1 MiB from disk.
  public init(
    params: [String: Param] = [:], environment: [String: String] = [:],
    readFile: @escaping @Sendable (String) throws -> String = Interpolator.fileText
  ) {
    self.params = params
    self.environment = environment
    self.readFile = readFile
  }

  /// The node with everything replaced; what can't be replaced is reported, and its field then stays silent.
  public func apply(to node: Node, _ diagnostics: inout Diagnostics) -> Node {
    var node = node
    switch node.content {
    case .scalar(let scalar):
      guard scalar.text.utf8.contains(UInt8(ascii: "$")) else { return node }
      var replacement = ScalarInterpolation(self, scalar, node)
      if let scalar = replacement.run(&diagnostics) {
        node.content = .scalar(scalar)
      } else {
        node.isRejected = true
      }
    case .sequence(let items): node.content = .sequence(items.map { apply(to: $0, &diagnostics) })
    case .mapping(let entries):
      node.content = .mapping(
        entries.map { Node.Entry(key: $0.key, value: apply(to: $0.value, &diagnostics)) })
    }
    return node
  }

  /// Reads a file of up to 1 MiB and drops the line break at its end.
  public static let fileText: @Sendable (String) throws -> String = { path in
    let bytes = try FileBytes.read(path: path, limit: 1 << 20).get()
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileBytes.Problem(message: "`\(path)` is not UTF-8 text", help: nil)
    }
    return text
  }
}
