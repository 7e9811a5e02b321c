internal import CEL
internal import Resilience

extension Failure {
  /// Why an expression has no value for a record: what failed, and the types of the fields it is about. Never a
  /// value: those are in the dead letter.
  init(_ error: EvaluationError, of program: RecordProgram, _ row: RowActivation) {
    let whole = SourceSpan(0, program.text.utf8.count)
    let span = error.span ?? whole
    let fields = program.checked.fields(within: span)
    let part = program.text.part(span)
    var message = error.message
    if fields != [part] {
      let types = fields.map { "`\($0)` is \(row.field($0)?.typeName ?? "missing")" }
      message = "`\(part.shortened)`: \(message)"
      if !types.isEmpty { message += " (\(types.joined(separator: ", ")))" }
    }
    self.init(
      "ExpressionError", .permanent, message, field: fields.count == 1 ? fields.first : nil)
  }
}

extension String {
  /// The text of a span, and the parentheses that a span leaves out because they are no part of any value.
  fileprivate func part(_ span: SourceSpan) -> String {
    let bytes = Array(utf8)
    var range = span.start..<min(span.upperBound, bytes.count)
    var open = 0
    for byte in bytes[range] {
      if byte == UInt8(ascii: "(") { open += 1 }
      if byte == UInt8(ascii: ")") { open -= 1 }
      if open < 0, let place = bytes[..<range.lowerBound].lastIndex(of: UInt8(ascii: "(")) {
        range = place..<range.upperBound
        open += 1
      }
    }
    while open > 0, let place = bytes[range.upperBound...].firstIndex(of: UInt8(ascii: ")")) {
      range = range.lowerBound..<place + 1
      open -= 1
    }
    return String(decoding: bytes[range], as: UTF8.self)
  }

  /// The text, cut after some eighty characters.
  var shortened: String { count <= 80 ? self : prefix(80) + "…" }
}

extension CheckedExpression {
  /// The names of the record's fields that are read within a span, each once.
  func fields(within span: SourceSpan) -> [String] {
    var names: [String] = []
    visit { part in
      guard case .select(let operand, let field) = part.kind, operand.isRecord, !names.contains(field) else {
        return
      }
      if part.span.start >= span.start, part.span.upperBound <= span.upperBound { names.append(field) }
    }
    return names
  }
}
