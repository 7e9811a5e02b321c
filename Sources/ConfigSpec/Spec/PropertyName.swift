/// The name of the stored property that a key path begins with.
struct PropertyName {
  let text: String

  init(_ path: AnyKeyPath) {
    let parts = path.debugDescription.split(separator: ".")
    text = parts.count > 1 ? String(parts[1].prefix { $0 != "?" && $0 != "!" && $0 != "[" }) : ""
  }
}
