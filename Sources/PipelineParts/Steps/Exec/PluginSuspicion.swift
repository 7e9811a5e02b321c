import PipelineModel
import Synchronization

/// Whether a record has ended or held up a program that had nothing else; kept from one attempt to the next.
final class PluginSuspicion: Sendable {
  private let known = Atomic(false)

  var isKnown: Bool { known.load(ordering: .relaxed) }

  func confirm() { known.store(true, ordering: .relaxed) }

  /// The same question, whose answer is remembered.
  func following(_ isToBlame: @escaping CallAttempt.IsToBlame) -> CallAttempt.IsToBlame {
    { [self] in
      let answer = isToBlame()
      if answer { confirm() }
      return answer
    }
  }
}
