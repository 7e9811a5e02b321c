extension Spec {
  /// All effective settings in the order of the declaration; `path` is where the options were decoded.
  public func describe(_ options: Options, _ origins: Origins = Origins(), at path: String = "") -> [Setting]
  {
    var settings: [Setting] = []
    json(of: options, for: .display).flatten(path, origins, &settings)
    return settings
  }

  /// Text that is equal for options that mean the same: what differs from the defaults, no secrets, no prose.
  public func canonicalText(_ options: Options) -> String {
    json(of: options, for: .digest).text()
  }
}

extension JSONValue {
  fileprivate func flatten(_ path: String, _ origins: Origins, _ settings: inout [Setting]) {
    switch self {
    case .null: break
    case .object(let members) where !members.isEmpty:
      for (name, value) in members {
        value.flatten(path.isEmpty ? name : "\(path).\(name)", origins, &settings)
      }
    case .array(let items) where items.contains(where: \.isObject):
      for (index, item) in items.enumerated() { item.flatten("\(path)[\(index)]", origins, &settings) }
    default: settings.append(Setting(path: path, value: display, origin: origins[path]))
    }
  }

  private var isObject: Bool {
    if case .object = self { true } else { false }
  }
}
