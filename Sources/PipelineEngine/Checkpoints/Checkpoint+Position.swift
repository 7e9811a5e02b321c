import PipelineModel

extension Checkpoint.Position {
  init(_ position: SourcePosition) {
    self.init(
      file: position.file, path: position.path, offset: position.offset, line: position.line,
      digest: position.digest.description,
      consumed: position.consumed.map {
        Checkpoint.File(path: $0.path, size: $0.size, digest: $0.digest.description)
      })
  }

  /// The place as a source understands it; nil if a digest is not one.
  var sourcePosition: SourcePosition? {
    guard let digest = ContentDigest(digest) else { return nil }
    let consumed = consumed.compactMap { file in
      ContentDigest(file.digest).map { ConsumedFile(path: file.path, size: file.size, digest: $0) }
    }
    guard consumed.count == self.consumed.count else { return nil }
    return SourcePosition(
      file: file, path: path, offset: offset, line: line, digest: digest, consumed: consumed)
  }
}
