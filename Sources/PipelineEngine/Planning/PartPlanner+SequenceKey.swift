import ConfigSpec
import PipelineModel

extension PartPlanner {
  /// Compiles `sequence_by` over the columns of the source; nil if there is none, or it names what isn't there.
  mutating func sequenceKey(_ sources: [ExpressionSource]) -> SequenceKey? {
    guard let schema = source?.schema, !sources.isEmpty else { return nil }
    let parts = sources.compactMap { expressions.expression($0, schema, &diagnostics) }
    return parts.count == sources.count ? SequenceKey(parts) : nil
  }
}
