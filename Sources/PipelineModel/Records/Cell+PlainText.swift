extension Cell {
  /// The value as text, as a CSV file would hold it; nil for null and missing values.
  public var plainText: [UInt8]? {
    switch tag {
    case .missing, .null: nil
    case .no: Array("false".utf8)
    case .yes: Array("true".utf8)
    case .integer: Self.written { NumberWriter.write(integer, to: $0) }
    case .double: Self.written { NumberWriter.write(double, to: $0) }
    case .timestamp: Self.written { RFC3339.write(timestamp, to: $0) }
    case .date: Self.written { RFC3339.write(CalendarDate(daysSince1970: integer), to: $0) }
    case .members: [UInt8(ascii: "{")] + text + [UInt8(ascii: "}")]
    default: [UInt8](text)
    }
  }

  private static func written(
    _ write: (UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: NumberWriter.maximumLength) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      count = write(base) - base
    }
  }
}
