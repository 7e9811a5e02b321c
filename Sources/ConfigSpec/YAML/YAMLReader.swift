/// Reads one YAML document into a tree of nodes with positions.
///
/// Never crashes and never takes long, whatever the bytes: size, depth, nodes and scalars are bounded.
public struct YAMLReader: Sendable {
  /// What a file may ask for.
  public var limits: YAMLLimits

  /// Makes a reader with the usual limits or others.
  public init(limits: YAMLLimits = YAMLLimits()) {
    self.limits = limits
  }

  /// Reads the bytes of a file; nil if it could not be read, with the reason in `diagnostics`.
  ///
  /// Duplicate keys and unknown tags are reported and reading goes on, so a node is returned for them.
  public func read(_ bytes: [UInt8], path: String, into diagnostics: inout Diagnostics) -> Node? {
    guard let file = TextDecoder(limits: limits).decode(bytes, path: path, into: &diagnostics) else {
      return nil
    }
    return read(file, into: &diagnostics)
  }

  /// Reads literal text.
  public func read(text: String, path: String, into diagnostics: inout Diagnostics) -> Node? {
    read(Array(text.utf8), path: path, into: &diagnostics)
  }

  /// Reads a file from disk.
  public func read(path: String, into diagnostics: inout Diagnostics) -> Node? {
    switch FileBytes.read(path: path, limit: limits.bytes) {
    case .success(let bytes): return read(bytes, path: path, into: &diagnostics)
    case .failure(let problem):
      let file = SourceFile(path: path, utf8: [])
      diagnostics.register(file)
      diagnostics.error(problem.message, at: Span(file, 0..<0), help: problem.help)
      return nil
    }
  }

  private func read(_ file: SourceFile, into diagnostics: inout Diagnostics) -> Node? {
    var builder = NodeBuilder(file: file, limits: limits, diagnostics: diagnostics)
    let node = builder.document()
    diagnostics = builder.diagnostics
    return node
  }
}
