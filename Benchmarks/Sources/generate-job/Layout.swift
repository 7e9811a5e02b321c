/// How the rows are laid out.
struct Layout {
  /// How much of a CSV file stands in quotes.
  enum Quoting: String, CaseIterable {
    /// Nothing; descriptions have neither commas nor quotes.
    case none
    /// Descriptions that need it, one in three.
    case third
    /// Every description, with doubled quotes, commas and a line end.
    case dense
    /// Every field of every row.
    case all
  }

  /// The kind of file.
  enum Format: String, CaseIterable { case csv, jsonl }

  var rows = 1_000_000
  var columns = 10
  var quoting = Quoting.third
  var format = Format.csv
  var seed: UInt64 = 42

  static let usage = """
    usage: generate-job FILE [rows=1000000] [columns=10] [format=csv|jsonl] [quoting=none|third|dense|all] [seed=42]

    Writes the job's input and prints what any runner must find in it, as JSON.
    columns is 3 (amount, qty, country), 10, or more (the ten and filling).
    """

  /// The layout that `name=value` arguments say; nil if one of them says nothing.
  init?(arguments: some Sequence<String>) {
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { return nil }
      switch parts[0] {
      case "rows":
        guard let value = Int(parts[1]), value >= 0 else { return nil }
        rows = value
      case "columns":
        guard let value = Int(parts[1]), value == 3 || value >= 10 else { return nil }
        columns = value
      case "seed":
        guard let value = UInt64(parts[1]) else { return nil }
        seed = value
      case "quoting":
        guard let value = Quoting(rawValue: parts[1]) else { return nil }
        quoting = value
      case "format":
        guard let value = Format(rawValue: parts[1]) else { return nil }
        format = value
      default: return nil
      }
    }
  }
}
