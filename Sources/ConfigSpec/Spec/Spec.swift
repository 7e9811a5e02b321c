/// The one declaration of a set of options: names, types, ranges, defaults and meaning.
public struct Spec<Options: Sendable>: Sendable {
  /// The name in schema and reference.
  public let name: String
  /// What the options are for: one or two full sentences.
  public let doc: String
  /// The options with nothing written: every default.
  public let blank: Options
  let items: SpecBuilder<Options>.Items
  private let places: [String: (field: Int, spelling: Int)]

  /// Declares options; the defaults are those of `blank`.
  public init(
    blank: Options, name: String = String(describing: Options.self), _ doc: String,
    @SpecBuilder<Options> _ items: () -> SpecBuilder<Options>.Items
  ) {
    self.blank = blank
    self.name = name
    self.doc = doc
    let items = items()
    self.items = items
    var places: [String: (field: Int, spelling: Int)] = [:]
    for (index, field) in items.fields.enumerated() {
      for (spelling, written) in field.spellings.enumerated() {
        precondition(places[written.name] == nil, "\(name) declares `\(written.name)` twice")
        places[written.name] = (index, spelling)
      }
    }
    self.places = places
  }

  /// The allowed keys.
  public var keys: [String] { items.fields.flatMap { $0.spellings.map(\.name) } }

  /// Reads a mapping or a short form.
  ///
  /// Options come back even after errors, with defaults in place of what was wrong.
  public func decode(_ node: Node, _ decoding: inout Decoding) -> Options? {
    guard let entries = node.entries else { return decodeShorthand(node, &decoding) }
    let problemsBefore = decoding.problems
    var options = blank
    var written: [Int: Node.Entry] = [:]
    // A misspelt key is one mistake: it is not missing as well.
    var meantKeys: Set<Int> = []
    for entry in entries {
      guard let place = places[entry.name] else {
        if let meant = reportUnknown(entry, &decoding) { meantKeys.insert(meant) }
        continue
      }
      let spelling = items.fields[place.field].spellings[place.spelling]
      if let first = written.updateValue(entry, forKey: place.field) {
        decoding.diagnostics.error(
          "`\(first.name)` and `\(entry.name)` are one setting", at: entry.key.span,
          help: "keep one of the two",
          related: [.init("`\(first.name)` is set here", at: first.key.span)])
        continue
      }
      decode(entry, items.fields[place.field], spelling, &decoding, &options)
    }
    reportMissing(node, meantKeys.union(written.keys), &decoding)
    guard decoding.problems == problemsBefore else { return options }
    let spellings = written.map { (items.fields[$0.key].name, $0.value.name) }
    var report = CheckReport(
      decoding: decoding, node: node,
      spellings: Dictionary(spellings, uniquingKeysWith: { first, _ in first }))
    for check in items.checks { check.body(options, &report) }
    decoding = report.decoding
    return options
  }

  private func decode(
    _ entry: Node.Entry, _ field: Field<Options>, _ spelling: Field<Options>.Spelling,
    _ decoding: inout Decoding,
    _ options: inout Options
  ) {
    if let instead = spelling.deprecation {
      decoding.diagnostics.warning("`\(spelling.name)` is deprecated", at: entry.key.span, help: instead)
    }
    decoding.descend(field.name, entry.value, keySpan: entry.key.span) { decoding in
      decoding.name = spelling.name
      if decoding.skips(entry.value, as: spelling.shape) { return }
      if !spelling.nullability.accepts(entry.value) {
        if entry.value.span == entry.key.span, let anchor = AnchorTrap.after(key: entry.key.span) {
          anchor.report(&decoding)
          return
        }
        decoding.error("has no value", at: entry.value.span, help: valueHelp(field, spelling))
        return
      }
      _ = spelling.decode(entry.value, &decoding, &options)
    }
  }

  private func valueHelp(_ field: Field<Options>, _ spelling: Field<Options>.Spelling) -> String {
    if field.isRequired { return "write a value" }
    let standard = field.json(blank, .display)
    if case .null = standard { return "write \(spelling.shape.noun), or delete the key" }
    return "write a value, or delete the key; the default is `\(standard.display)`"
  }

  private func decodeShorthand(_ node: Node, _ decoding: inout Decoding) -> Options? {
    for shorthand in items.shorthands where shorthand.accepts(node) {
      return shorthand.decode(node, &decoding)
    }
    if items.shorthands.count == 1, node.scalar != nil { return items.shorthands[0].decode(node, &decoding) }
    let forms = items.shorthands.map { $0.shape.noun } + ["a map"]
    let keys = items.fields.prefix(8).map { "`\($0.name)`" }.joined(separator: ", ")
    decoding.reject(
      node, forms.joined(separator: " or "), help: "its keys: \(keys)\(items.fields.count > 8 ? ", …" : "")")
    return nil
  }

  /// Returns the field that was probably meant.
  private func reportUnknown(_ entry: Node.Entry, _ decoding: inout Decoding) -> Int? {
    if let refused = items.refused.first(where: { $0.name == entry.name }) {
      decoding.diagnostics.error(
        "`\(refused.name)` \(refused.reason)", at: entry.key.span, help: refused.help)
      return nil
    }
    let place = decoding.path.isEmpty ? "" : " in \(decoding.subject)"
    let words = entry.name.split(separator: ":", maxSplits: 1)
    if words.count == 2, entry.value.isNull, let place = places[String(words[0])] {
      decoding.diagnostics.error(
        "a space is missing after the `:` of `\(words[0])`", at: entry.key.span,
        help: "write `\(words[0]): \(words[1])`")
      return place.field
    }
    let suggestion = Suggestion(
      entry.name,
      among: items.fields.map(\.name)
        + keys.filter { key in
          !items.fields.contains { $0.name == key }
        })
    decoding.diagnostics.error(
      "unknown key \(entry.name.inBackticks)\(place)", at: entry.key.span,
      help: suggestion.help("allowed keys"))
    return suggestion.closest.flatMap { places[$0]?.field }
  }

  private func reportMissing(_ node: Node, _ known: Set<Int>, _ decoding: inout Decoding) {
    for (index, field) in items.fields.enumerated() where field.isRequired && !known.contains(index) {
      let place = decoding.path.isEmpty ? "" : " in \(decoding.subject)"
      let sample = field.examples.first.map { ", for example `\(field.name): \($0.display)`" } ?? ""
      decoding.diagnostics.error(
        "the key `\(field.name)` is missing\(place)",
        at: decoding.keySpan ?? node.entries?.first?.key.span ?? node.span,
        help: "add it\(sample): \(field.doc)")
    }
  }
}
