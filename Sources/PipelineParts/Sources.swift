public import PipelineModel

extension [SourcePart] {
  /// The sources that come with the product, in the order in which they are listed to people.
  public static var standard: [SourcePart] {
    [
      SourcePart(CSVDefinition.self),
      SourcePart(JSONLinesDefinition.self),
      SourcePart(LinesDefinition.self),
    ]
  }
}
