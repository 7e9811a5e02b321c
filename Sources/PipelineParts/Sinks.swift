public import PipelineModel

extension [SinkPart] {
  /// The sinks that come with the product, in the order in which they are listed to people.
  public static var standard: [SinkPart] {
    [
      SinkPart(JSONLinesSink.self),
      SinkPart(CSVSink.self),
      SinkPart(StandardOutputSink.self),
      SinkPart(DropSink.self),
    ]
  }
}
