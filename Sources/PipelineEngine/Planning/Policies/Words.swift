import ConfigSpec
import Resilience

/// The words for the values of a type that has no words of its own.
struct Words<Value: Sendable & Equatable>: Sendable {
  /// A value, its word, and other words for it.
  let words: [(value: Value, choice: Choice)]

  init(_ words: [(value: Value, choice: Choice)]) {
    self.words = words.map { word in
      var choice = word.choice
      choice.ignoresCase = true
      return (word.value, choice)
    }
  }

  var shape: Shape { .choice(words.map(\.choice)) }

  func decode(_ node: Node, _ decoding: inout Decoding) -> Value? {
    guard let scalar = node.scalar, !scalar.isNull else {
      decoding.reject(node, shape.noun)
      return nil
    }
    let text = scalar.text.lowercased()
    if let word = words.first(where: { $0.choice.name == text || $0.choice.aliases.contains(text) }) {
      return word.value
    }
    let suggestion = Suggestion(scalar.text, among: words.flatMap { [$0.choice.name] + $0.choice.aliases })
    decoding.reject(node, shape.noun, help: suggestion.closest.map { "did you mean `\($0)`?" })
    return nil
  }
}
