extension Diagnostics {
  /// All diagnostics as a JSON array for editors; lines and columns count from 1, ends are exclusive.
  public var json: JSONValue {
    .array(
      sorted.map { diagnostic in
        var members: [(String, JSONValue)] = [
          ("severity", .string(diagnostic.severity.rawValue)), ("message", .string(diagnostic.message)),
        ]
        if let span = diagnostic.span { members += place(span) }
        if let help = diagnostic.help { members.append(("help", .string(help))) }
        if !diagnostic.related.isEmpty {
          let related = diagnostic.related.map {
            JSONValue.object([("message", .string($0.message))] + place($0.span))
          }
          members.append(("related", .array(related)))
        }
        return .object(members)
      })
  }

  private func place(_ span: Span) -> [(String, JSONValue)] {
    let start = span.start
    let end = span.end
    return [
      ("file", .string(span.file.path)), ("line", .int(start.line)), ("column", .int(start.column)),
      ("endLine", .int(end.line)), ("endColumn", .int(end.column)),
    ]
  }
}
