public import ConfigSpec
public import PipelineModel

/// A type as it is written in a pipeline file: `integer`, or `integer?` where null is allowed.
public struct TypeName: ConfigText, Equatable {
  /// The type; never `dynamic`.
  public var type: ColumnType
  /// Whether null is allowed.
  public var isNullable: Bool

  /// Names a type.
  public init(_ type: ColumnType, isNullable: Bool = false) {
    self.type = type
    self.isNullable = isNullable
  }

  /// One of six words, with or without `?`.
  public static var form: TextForm {
    TextForm(
      "one of `integer`, `double`, `boolean`, `timestamp`, `date` and `string`, with `?` if it may be null",
      pattern: "^(integer|double|boolean|timestamp|date|string)\\??$",
      examples: words + words.map { $0 + "?" })
  }

  /// Reads the word.
  public static func parse(_ text: String) throws(TextProblem) -> TypeName {
    let isNullable = text.hasSuffix("?")
    let word = isNullable ? String(text.dropLast()) : text
    if words.contains(word), let type = ColumnType(rawValue: word) {
      return TypeName(type, isNullable: isNullable)
    }
    let meant = synonyms[word.lowercased()] ?? Suggestion(word, among: words).closest
    throw TextProblem(help: meant.map { "did you mean `\($0)\(isNullable ? "?" : "")`?" })
  }

  /// The word.
  public var configText: String { type.rawValue + (isNullable ? "?" : "") }

  private static let words = ["integer", "double", "boolean", "timestamp", "date", "string"]

  /// What other systems call the types.
  private static let synonyms = [
    "int": "integer", "int64": "integer", "bigint": "integer", "long": "integer", "float": "double",
    "float64": "double", "number": "double", "numeric": "double", "decimal": "double", "real": "double",
    "bool": "boolean", "datetime": "timestamp", "time": "timestamp", "timestamptz": "timestamp",
    "text": "string", "str": "string", "varchar": "string",
  ]
}
