import PipelineEngine

extension DamagedEntries {
  /// How to get rid of them; nil if there are none.
  ///
  /// - Parameter file: the pipeline file.
  func advice(_ file: String) -> String? {
    guard let first else { return nil }
    return
      "a damaged dead letter stays until it is taken out: `pipeline dlq discard \(ShellWord.quote(file)) --id"
      + " \(ShellWord.quote(first)) --reason damaged`; its input holds the record still"
  }
}
