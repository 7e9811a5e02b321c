extension Cell {
  /// The value as JSON text; null for null and missing values, and for doubles that JSON has no text for.
  public var jsonText: [UInt8] {
    switch tag {
    case .missing, .null: Array("null".utf8)
    case .double where !double.isFinite: Array("null".utf8)
    case .string: JSONWriter.string(String(decoding: text, as: UTF8.self))
    case .timestamp, .date: [UInt8(ascii: "\"")] + (plainText ?? []) + [UInt8(ascii: "\"")]
    default: plainText ?? Array("null".utf8)
    }
  }
}
