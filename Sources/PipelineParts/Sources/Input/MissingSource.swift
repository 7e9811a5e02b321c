import PipelineModel

/// Stands for an input that isn't there when the plan is made: nothing is known about its columns, and a run fails.
struct MissingSource: Source {
  let files: [String]
  let problem: SourceProblem
  var schema: Schema { .unknown }
  var isResumable: Bool { !files.contains("-") }

  func open(at position: SourcePosition?) throws(SourceProblem) -> any SourceReader { throw problem }

  func decode(_ chunk: Chunk, width: Int) -> Batch { preconditionFailure("a missing source has no chunks") }

  func position(_ origin: RowOrigin, in chunk: Chunk) throws(SourceProblem) -> SourcePosition {
    throw problem
  }
}
