import PipelineModel

extension ColumnType {
  /// For messages about one value.
  var article: String {
    switch self {
    case .integer: "an integer"
    case .dynamic: "a value"
    default: "a \(rawValue)"
    }
  }

  /// For messages about a column.
  var plural: String {
    switch self {
    case .string: "text"
    case .dynamic: "values of any type"
    default: "\(rawValue)s"
    }
  }
}
