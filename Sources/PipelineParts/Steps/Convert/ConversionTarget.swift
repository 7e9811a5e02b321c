import ConfigSpec
import PipelineModel

/// What a column becomes, with everything that reading it takes.
enum ConversionTarget: Sendable {
  case integer
  case double
  case boolean(BooleanTexts)
  case timestamp(TimestampTexts)
  case date(TimestampTexts)
  case string

  init(_ options: FieldConversion) {
    switch options.type.type {
    case .integer: self = .integer
    case .double: self = .double
    case .boolean: self = .boolean(BooleanTexts(options))
    case .timestamp: self = .timestamp(TimestampTexts(options))
    case .date: self = .date(TimestampTexts(options))
    case .string, .dynamic: self = .string
    }
  }

  var type: ColumnType {
    switch self {
    case .integer: .integer
    case .double: .double
    case .boolean: .boolean
    case .timestamp: .timestamp
    case .date: .date
    case .string: .string
    }
  }
}
