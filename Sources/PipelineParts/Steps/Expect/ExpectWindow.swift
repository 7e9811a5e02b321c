public import ConfigSpec

/// The records that are judged together.
public enum ExpectWindow: ConfigText, Equatable {
  /// All of them.
  case run
  /// So many one after another.
  case records(Int)

  /// `run` or a number of records.
  public static var form: TextForm {
    TextForm(
      "`run` or a number of records such as `1000 records`", pattern: "^(run|[1-9][0-9]* records)$",
      examples: ["run", "1000 records"])
  }

  /// Reads the word or the number.
  public static func parse(_ text: String) throws(TextProblem) -> ExpectWindow {
    if text == "run" { return .run }
    let words = text.split(separator: " ")
    guard let count = words.first.flatMap({ Int($0) }), count > 0, count <= 1_000_000_000 else {
      throw TextProblem()
    }
    guard words.count == 2, words[1] == "records" || words[1] == "record" else {
      throw TextProblem(help: "write `\(count) records`")
    }
    return .records(count)
  }

  /// The usual text.
  public var configText: String {
    switch self {
    case .run: "run"
    case .records(let count): "\(count) records"
    }
  }
}
