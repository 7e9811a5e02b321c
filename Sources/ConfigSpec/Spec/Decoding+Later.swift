extension Decoding {
  /// Reads options whose type is known only after other keys have been read, such as `with` after `uses`.
  ///
  /// - Parameters:
  ///   - node: what was written; nil reads an empty mapping, so that required keys are reported at `owner`.
  ///   - path: the full path of the options, such as `stages[2].with`.
  ///   - owner: where the need for the options comes from, such as the value of `uses`.
  public mutating func decode<Value: ConfigValue>(
    _ type: Value.Type, _ node: Node?, at path: String, owner: Span
  ) -> Value? {
    var inner = Decoding(diagnostics: diagnostics, path: path)
    let written = node ?? Node(.mapping([]), span: owner)
    let value = inner.skips(written, as: Value.shape) ? nil : Value.decode(written, &inner)
    diagnostics = inner.diagnostics
    merge(inner.origins)
    return value
  }
}
