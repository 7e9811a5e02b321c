/// The entries of a mapping while it is read: keys are unique, and explicit keys win over merged ones.
struct MappingKeys {
  private(set) var entries: [Node.Entry] = []
  private var places: [String: Int] = [:]
  private var merged: Set<String> = []
  /// The end of the last value that stands in the mapping itself.
  var lastOwnOffset: Int?

  /// Adds an explicit entry; returns the first key if the name stands there already.
  mutating func insert(_ entry: Node.Entry) -> Span? {
    let name = entry.name
    guard let place = places[name] else {
      places[name] = entries.count
      entries.append(entry)
      return nil
    }
    guard merged.remove(name) != nil else { return entries[place].key.span }
    entries[place] = entry
    return nil
  }

  /// Adds what a `<<` brings; earlier keys win.
  mutating func merge(_ others: [Node.Entry]) {
    for entry in others where places[entry.name] == nil {
      places[entry.name] = entries.count
      merged.insert(entry.name)
      entries.append(entry)
    }
  }
}
