import PipelineEngine

extension DeadLetterStore {
  /// The entry with this id, for a command that shows it or changes it.
  ///
  /// - Throws: if there is none, more than one, or if it is damaged.
  func wholeEntry(_ id: String) throws -> DeadLetter {
    let letter = try entry(id)
    if letter.isDamaged { throw CommandProblem(letter.damage, help: DeadLetter.damageHelp, exitCode: 1) }
    return letter
  }
}
