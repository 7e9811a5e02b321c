/// Writes rows as CSV or JSON Lines.
struct RowText {
  private let layout: Layout
  private var names = [
    "id", "name", "email", "amount", "qty", "country", "created_at", "description", "score", "active",
  ]

  init(_ layout: Layout) {
    self.layout = layout
    if layout.columns == 3 { names = ["amount", "qty", "country"] }
    while names.count < layout.columns { names.append("c\(names.count + 1)") }
  }

  /// The header of a CSV file.
  func appendHeader(to output: inout [UInt8]) {
    guard layout.format == .csv else { return }
    output += names.joined(separator: ",").utf8
    output.append(UInt8(ascii: "\n"))
  }

  func append(_ row: Row, to output: inout [UInt8]) {
    var fields: [(text: String, isJSON: Bool)] = [
      ("\(row.id)", true), (row.name, false), (row.email, false), (row.amount, row.hasAmount),
      ("\(row.quantity)", true), (row.country, false), (row.created, false), (row.description, false),
      (row.scoreText, true), (row.isActive ? "true" : "false", true),
    ]
    if layout.columns == 3 { fields = [fields[3], fields[4], fields[5]] }
    for index in fields.count..<max(layout.columns, fields.count) {
      fields.append(("v\((row.id &* 31 &+ index) % 1000)", false))
    }
    switch layout.format {
    case .csv: appendCSV(fields.map(\.text), to: &output)
    case .jsonl: appendJSON(fields, to: &output)
    }
  }

  private func appendCSV(_ fields: [String], to output: inout [UInt8]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      let needsQuotes = field.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A }
      if !needsQuotes && layout.quoting != .all {
        output += field.utf8
        continue
      }
      output.append(0x22)
      for byte in field.utf8 {
        if byte == 0x22 { output.append(0x22) }
        output.append(byte)
      }
      output.append(0x22)
    }
    output.append(0x0A)
  }

  private func appendJSON(_ fields: [(text: String, isJSON: Bool)], to output: inout [UInt8]) {
    for (index, field) in fields.enumerated() {
      output.append(index == 0 ? UInt8(ascii: "{") : UInt8(ascii: ","))
      output += "\"\(names[index])\":".utf8
      if field.isJSON {
        output += field.text.utf8
        continue
      }
      output.append(0x22)
      for byte in field.text.utf8 {
        switch byte {
        case 0x22, 0x5C: output += [0x5C, byte]
        case 0x0A: output += "\\n".utf8
        default: output.append(byte)
        }
      }
      output.append(0x22)
    }
    output += "}\n".utf8
  }
}
