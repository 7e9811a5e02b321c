import PipelineModel
import PipelineParts

extension Catalog {
  /// Every part that comes with the command.
  static var standard: Catalog { Catalog(sources: .standard, steps: .standard, sinks: .standard) }
}
