extension Spec {
  /// The spec without its Swift types.
  public var outline: SpecOutline {
    let keys = items.fields.flatMap { field in
      field.spellings.enumerated().map { index, spelling in
        SpecOutline.Key(
          name: spelling.name, shape: spelling.shape, doc: spelling.doc ?? field.doc,
          defaultValue: index == 0 && !field.isRequired ? field.defaultValue(blank) : nil,
          isRequired: field.isRequired && field.spellings.count == 1, deprecation: spelling.deprecation,
          aliasOf: index == 0 ? nil : field.name, examples: index == 0 ? field.examples : [])
      }
    }
    return SpecOutline(
      name: name, doc: doc, keys: keys,
      shorthands: items.shorthands.map { SpecOutline.Shorthand(shape: $0.shape, doc: $0.doc) })
  }

  /// The options as plain data.
  public func json(of options: Options, for purpose: JSONPurpose) -> JSONValue {
    switch purpose {
    case .display:
      return .object(items.fields.map { ($0.name, $0.json(options, .display)) })
    case .digest:
      var members: [(String, JSONValue)] = []
      for field in items.fields where !field.isCosmetic {
        let value = field.json(options, .digest)
        if case .secret = value { continue }
        if value != field.json(blank, .digest) { members.append((field.name, value)) }
      }
      return .object(members.sorted { $0.0 < $1.0 })
    }
  }
}

extension Field {
  fileprivate func defaultValue(_ blank: Options) -> JSONValue? {
    switch json(blank, .display) {
    case .null, .secret: nil
    case .string(""), .object: nil
    case .array(let items) where items.isEmpty: nil
    case let value: value
    }
  }
}
