public import PipelineModel

extension Cell {
  /// The value as tests expect it: text in quotes, everything else as sinks write it.
  public var described: String {
    switch tag {
    case .missing: "missing"
    case .null: "null"
    case .no: "false"
    case .yes: "true"
    case .integer: "\(integer)"
    case .double: "\(double)"
    case .timestamp: written { RFC3339.write(timestamp, to: $0) }
    case .date: written { RFC3339.write(CalendarDate(daysSince1970: integer), to: $0) }
    case .string: "'\(String(decoding: text, as: UTF8.self))'"
    default: String(decoding: text, as: UTF8.self)
    }
  }

  private func written(_ write: (UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: NumberWriter.maximumLength) { room in
      guard let base = room.baseAddress else { return "" }
      return String(decoding: UnsafeBufferPointer(start: base, count: write(base) - base), as: UTF8.self)
    }
  }
}
