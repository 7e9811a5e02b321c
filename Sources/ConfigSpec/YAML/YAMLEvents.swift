import CLibYAML

/// Reads the events of a file through libyaml.
///
/// A class, since libyaml keeps pointers to its own parser and to the input while it works.
final class YAMLEvents {
  /// What libyaml said when it gave up, with offsets in bytes.
  struct Problem: Error {
    var message: String
    var offset: Int
    var context: String
    var contextOffset: Int
  }

  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let offsets: CharacterOffsets

  init(_ file: SourceFile) {
    parser = .allocate(capacity: 1)
    input = .allocate(capacity: max(1, file.utf8.count))
    _ = input.initialize(from: file.utf8)
    offsets = CharacterOffsets(file.utf8)
    parser.initialize(to: yaml_parser_t())
    precondition(yaml_parser_initialize(parser) == 1, "libyaml has no memory for a parser")
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, file.utf8.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  func next() throws(Problem) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
    defer { yaml_event_delete(&event) }
    let start = offsets.byte(of: event.start_mark.index)
    let range = start..<max(start, offsets.byte(of: event.end_mark.index))
    var result = YAMLEvent(kind: .other, range: range)
    switch event.type {
    case YAML_STREAM_END_EVENT: result.kind = .streamEnd
    case YAML_DOCUMENT_START_EVENT:
      result.kind = .documentStart(isExplicit: event.data.document_start.implicit == 0)
    case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
    case YAML_ALIAS_EVENT: result.kind = .alias(text(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      result.kind = .scalar(String(decoding: bytes, as: UTF8.self), style(scalar.style))
      result.anchor = text(scalar.anchor)
      result.tag = text(scalar.tag)
    case YAML_SEQUENCE_START_EVENT:
      let sequence = event.data.sequence_start
      result.kind = .sequenceStart(isFlow: sequence.style == YAML_FLOW_SEQUENCE_STYLE)
      result.anchor = text(sequence.anchor)
      result.tag = text(sequence.tag)
    case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      let mapping = event.data.mapping_start
      result.kind = .mappingStart(isFlow: mapping.style == YAML_FLOW_MAPPING_STYLE)
      result.anchor = text(mapping.anchor)
      result.tag = text(mapping.tag)
    case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
    default: break
    }
    return result
  }

  private func problem() -> Problem {
    let state = parser.pointee
    let hasContext = state.context != nil
    return Problem(
      message: state.problem.map { String(cString: $0) } ?? "the file can't be read as YAML",
      offset: offsets.byte(of: state.problem_mark.index),
      context: state.context.map { String(cString: $0) } ?? "",
      contextOffset: offsets.byte(of: hasContext ? state.context_mark.index : state.problem_mark.index))
  }

  private func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    bytes.map { String(cString: $0) }
  }

  private func style(_ style: yaml_scalar_style_t) -> Scalar.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }
}
