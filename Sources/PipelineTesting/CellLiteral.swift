public import PipelineModel

/// A cell as a test writes it: `"text"`, `1`, `1.5`, `true`, `nil`, or one of the cases.
public enum CellLiteral: Sendable, Equatable {
  case missing
  case null
  case boolean(Bool)
  case integer(Int64)
  case double(Double)
  case string(String)
  /// The text of a JSON number.
  case number(String)
  /// The text of a JSON array or object.
  case json(String)
  /// Members without column, without braces.
  case members(String)
  /// Seconds since 1970.
  case timestamp(Int64)
  /// Days since 1970-01-01.
  case date(Int64)

  /// The cell, with its text in the batch.
  public func cell(in batch: Batch) -> Cell {
    switch self {
    case .missing: .missing
    case .null: .null
    case .boolean(let value): Cell(value)
    case .integer(let value): Cell(value)
    case .double(let value): Cell(value)
    case .string(let text): batch.copyText(text)
    case .number(let text): batch.copyText(text, tag: .number)
    case .json(let text): batch.copyText(text, tag: .json)
    case .members(let text): batch.copyText(text, tag: .members)
    case .timestamp(let seconds): Cell(seconds: seconds, nanoseconds: 0)
    case .date(let days): Cell(days: days)
    }
  }
}

extension CellLiteral: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  /// Text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// An integer.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// A double.
  public init(floatLiteral value: Double) { self = .double(value) }
  /// A boolean.
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  /// Null.
  public init(nilLiteral: ()) { self = .null }
}
