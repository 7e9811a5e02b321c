/// One event of libyaml as a Swift value; the range counts bytes.
struct YAMLEvent {
  enum Kind {
    case streamEnd
    case documentStart(isExplicit: Bool)
    case documentEnd
    case alias(String)
    case scalar(String, Scalar.Style)
    case sequenceStart(isFlow: Bool)
    case sequenceEnd
    case mappingStart(isFlow: Bool)
    case mappingEnd
    case other
  }

  var kind: Kind
  var anchor: String?
  var tag: String?
  var range: Range<Int>
}
