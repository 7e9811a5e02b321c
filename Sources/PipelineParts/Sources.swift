public import PipelineModel

/// Every source, in the order in which they are listed to people.
public let allSources: [SourcePart] = [
  SourcePart(CSVDefinition.self),
  SourcePart(JSONLinesDefinition.self),
  SourcePart(LinesDefinition.self),
]
