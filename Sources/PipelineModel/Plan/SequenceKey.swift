/// Names what must stay in order when dead letters are sent on their way again: a patient, an account.
public struct SequenceKey: Sendable {
  private let parts: [RowExpression]

  /// A key of these values, over the columns of the source.
  public init(_ parts: [RowExpression]) { self.parts = parts }

  /// The key of a record as a JSON array of texts; nil if a part of it is null, missing or can't be computed.
  public func text(of row: Int, in batch: Batch) -> String? {
    var texts: [[UInt8]] = []
    for part in parts {
      guard let cell = try? part.value(for: row, in: batch), let text = cell.plainText else { return nil }
      texts.append(JSONWriter.string(String(decoding: text, as: UTF8.self)))
    }
    return "[" + texts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",") + "]"
  }
}
