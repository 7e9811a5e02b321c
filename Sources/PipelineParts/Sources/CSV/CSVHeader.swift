import PipelineModel

/// The columns of a CSV source and how the header of each file maps onto them.
struct CSVHeader: Sendable {
  /// The columns' names.
  let names: [String]
  /// Whether each file begins with a header.
  let isInFile: Bool
  /// Whether `names` come from the options, so that the names in the files don't count.
  let isOverridden: Bool

  /// Takes the names from the options, or from the header that `reader` finds in the first file.
  init(_ options: CSVOptions, reader: InputReader) throws(SourceProblem) {
    isInFile = options.hasHeader
    isOverridden = !options.names.isEmpty
    if isOverridden {
      names = options.names
      try CSVHeader.refuseUnusable(
        names, "`names`", advice: "give each column a name of its own", option: "names")
      return
    }
    guard options.hasHeader else {
      throw SourceProblem(
        .malformed, "without a header the columns need names; list them in `names`", option: "header")
    }
    names = try reader.head().names
    let file = reader.files.first ?? ""
    guard !names.isEmpty else {
      throw SourceProblem(
        .malformed,
        "\(InputPaths.shown(file)) is empty, so it has no header; set `header: false` and list the "
          + "columns in `names`"
      )
    }
    try CSVHeader.refuseUnusable(
      names, "the header of \(InputPaths.shown(file))",
      advice: "correct the file, or list the columns in `names` (the header line is skipped then)")
  }

  /// The header record of a file, or nil if more text is needed; without names if the file has no record.
  static func find(
    _ dialect: CSVDialect, _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, isAtEnd: Bool,
    file: String
  ) throws(SourceProblem) -> (names: [String], end: Int)? {
    var scanner = CSVRecordScanner(dialect)
    var at = start
    while at < end {
      guard let record = scanner.scan(bytes, from: at, to: end, isAtEnd: isAtEnd) else { return nil }
      switch record.kind {
      case .blank, .comment: at = record.next
      case .fields: return (try names(scanner.fields, bytes, dialect, file: file), record.next)
      case .defect(let defect, let place):
        throw SourceProblem(
          .malformed,
          "the header of \(InputPaths.shown(file)) can't be read: \(defect.message(dialect)) at byte "
            + "\(place - at + 1) of it; correct the file, or check `delimiter` and `quote`")
      }
    }
    return isAtEnd ? ([], end) : nil
  }

  private static func names(
    _ fields: [CSVField], _ bytes: UnsafePointer<UInt8>, _ dialect: CSVDialect, file: String
  ) throws(SourceProblem) -> [String] {
    var names: [String] = []
    for (index, field) in fields.enumerated() {
      guard let name = String(validating: field.text(bytes, dialect), as: UTF8.self) else {
        throw SourceProblem(
          .malformed,
          "the name of column \(index + 1) in the header of \(InputPaths.shown(file)) is not text in "
            + "its `encoding`; set the `encoding` of the file")
      }
      names.append(name)
    }
    return names
  }

  /// The slot of each field of a file with this header, or nil if they are in the order of `names`.
  func slots(of fields: [String], file: String) throws(SourceProblem) -> [Int]? {
    if fields.isEmpty || fields == names { return nil }
    if isOverridden {
      guard fields.count != names.count else { return nil }
      throw SourceProblem(
        .malformed,
        "the header of \(InputPaths.shown(file)) has \(fields.count) columns, `names` lists \(names.count)",
        option: "names")
    }
    try CSVHeader.refuseUnusable(
      fields, "the header of \(InputPaths.shown(file))",
      advice: "correct the file, or read it in a pipeline of its own")
    let missing = names.filter { !fields.contains($0) }
    let extra = fields.filter { !names.contains($0) }
    guard missing.isEmpty && extra.isEmpty else {
      var differences: [String] = []
      if !missing.isEmpty { differences.append("lacks \(CSVHeader.list(missing))") }
      if !extra.isEmpty { differences.append("adds \(CSVHeader.list(extra))") }
      throw SourceProblem(
        .malformed,
        "the header of \(InputPaths.shown(file)) \(differences.joined(separator: " and ")) compared "
          + "with that of the first file; files of one source need the same columns, in any order")
    }
    return fields.compactMap { names.firstIndex(of: $0) }
  }

  private static func refuseUnusable(
    _ names: [String], _ subject: String, advice: String, option: String? = nil
  ) throws(SourceProblem) {
    let empty = names.indices.filter { names[$0].isEmpty }
    if !empty.isEmpty {
      let numbers = empty.prefix(5).map { "\($0 + 1)" }.joined(separator: ", ")
      let columns = empty.count == 1 ? "column" : "columns"
      throw SourceProblem(
        .malformed, "\(subject) has no name for \(columns) \(numbers); \(advice)", option: option)
    }
    var seen: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      guard let first = seen.updateValue(index, forKey: name) else { continue }
      throw SourceProblem(
        .malformed, "\(subject) has `\(name)` twice, as columns \(first + 1) and \(index + 1); \(advice)",
        option: option)
    }
  }

  private static func list(_ names: [String]) -> String {
    let more = names.count > 5 ? ", … (\(names.count) columns)" : ""
    return names.prefix(5).map { "`\($0)`" }.joined(separator: ", ") + more
  }
}
