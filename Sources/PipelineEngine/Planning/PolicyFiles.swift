import ConfigSpec
import PipelineModel

/// The policy files of a pipeline, read and merged.
struct PolicyFiles {
  private(set) var overrides: [Override] = []
  private(set) var deadLetters = DeadLetterLimits()
  private(set) var classification = Classification()
  private(set) var canonicalText = ""

  init(
    _ paths: [LocalPath], _ root: Node, _ interpolator: Interpolator, _ diagnostics: inout Diagnostics
  ) {
    var merged: Node?
    for (index, path) in paths.enumerated() {
      guard let node = Self.read(path, at: root["policies"]?.items?[index].span, &diagnostics) else {
        continue
      }
      let later = interpolator.apply(to: node, &diagnostics)
      guard let earlier = merged else {
        merged = later
        continue
      }
      let merge = earlier.merging(later)
      merged = merge.node
      overrides += merge.overrides
    }
  }

  private static func read(_ path: LocalPath, at span: Span?, _ diagnostics: inout Diagnostics) -> Node? {
    YAMLReader().read(path: path.resolved, into: &diagnostics)
  }
}
