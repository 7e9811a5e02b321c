import ConfigSpec
import PipelineModel

/// A text with computed parts, compiled against the columns at its place.
struct TextTemplate: Sendable {
  enum Part: Sendable {
    case literal([UInt8])
    case expression(RowExpression)
  }

  let parts: [Part]

  /// Compiles a template; nil if an expression is wrong, which is then reported.
  init?(_ template: Template, _ planning: inout StepPlanning) {
    var parts: [Part] = []
    var isComplete = true
    for segment in template.segments {
      switch segment {
      case .literal(let text): parts.append(.literal(Array(text.utf8)))
      case .expression(let source):
        if let expression = planning.expression(source) {
          parts.append(.expression(expression))
        } else {
          isComplete = false
        }
      }
    }
    guard isComplete else { return nil }
    self.parts = parts
  }

  /// The text for a row; null and missing values are empty.
  func text(_ row: Int, in batch: Batch) throws(Failure) -> [UInt8] {
    var text: [UInt8] = []
    for part in parts {
      switch part {
      case .literal(let bytes): text += bytes
      case .expression(let expression): text += try expression.value(for: row, in: batch).plainText ?? []
      }
    }
    return text
  }
}
