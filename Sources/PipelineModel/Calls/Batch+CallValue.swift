extension Batch {
  /// The cell of a value that came from elsewhere; its text is copied into the batch.
  public func cell(_ value: CallValue) -> Cell {
    switch value {
    case .null: .null
    case .boolean(let value): Cell(value)
    case .integer(let value): Cell(value)
    case .double(let value): Cell(value)
    case .string(let bytes): bytes.withUnsafeBufferPointer { copyText($0) }
    case .json(let bytes): jsonCell(bytes)
    }
  }

  /// Scalars become what they are; arrays and objects stay JSON text.
  private func jsonCell(_ bytes: [UInt8]) -> Cell {
    let copy = bytes.withUnsafeBufferPointer { copyText($0, tag: .json) }
    guard let base = copy.text.baseAddress else { return .null }
    var scanner = JSONScanner(base: base, count: bytes.count)
    scanner.skipSpace()
    guard let token = try? scanner.value() else { return .null }
    return cell(token, at: base)
  }
}
