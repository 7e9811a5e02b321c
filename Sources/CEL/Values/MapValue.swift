/// An immutable map from booleans, integers and strings to values, in the order it was written.
public struct MapValue: Sendable {
  private final class Storage: Sendable {
    let keys: [Value]
    let values: [Value]
    /// Where each key stands; empty for small maps, which are searched one by one.
    let positions: [MapKey: Int]

    init(_ keys: [Value], _ values: [Value], _ positions: [MapKey: Int]) {
      self.keys = keys
      self.values = values
      self.positions = positions
    }
  }

  /// One reference, so that a `Value` stays small.
  private let storage: Storage

  /// The keys, in order.
  public var keys: [Value] { storage.keys }

  /// The value of each key, in the same order.
  public var values: [Value] { storage.values }

  /// How many entries there are.
  public var count: Int { storage.keys.count }

  /// Whether there is no entry.
  public var isEmpty: Bool { storage.keys.isEmpty }

  /// Makes a map of entries.
  ///
  /// - Throws: `duplicateKey` if two keys are equal (`1` and `1u` are), `invalidArgument` if a key is neither a
  ///   boolean, an integer nor a string.
  public init(_ entries: [(key: Value, value: Value)]) throws(EvaluationError) {
    var positions: [MapKey: Int] = [:]
    positions.reserveCapacity(entries.count)
    for (index, entry) in entries.enumerated() {
      if case .double = entry.key { throw Self.unsupportedKey(entry.key) }
      guard let key = MapKey(entry.key) else { throw Self.unsupportedKey(entry.key) }
      guard positions.updateValue(index, forKey: key) == nil else {
        throw EvaluationError(.duplicateKey, "the map has the same key twice", value: entry.key)
      }
    }
    storage = Storage(entries.map(\.key), entries.map(\.value), entries.count > 8 ? positions : [:])
  }

  /// Makes a map with string keys, in alphabetical order.
  public init(_ entries: [String: Value]) {
    let sorted = entries.sorted { $0.key < $1.key }
    var positions: [MapKey: Int] = [:]
    if sorted.count > 8 {
      for (index, entry) in sorted.enumerated() { positions[.string(entry.key)] = index }
    }
    storage = Storage(sorted.map { .string($0.key) }, sorted.map(\.value), positions)
  }

  /// The value of a key, or nil. A number finds an equal number of another type.
  public subscript(key: Value) -> Value? {
    if case .string(let name) = key { return self[name] }
    guard let wanted = MapKey(key) else { return nil }
    if !storage.positions.isEmpty { return storage.positions[wanted].map { values[$0] } }
    return keys.firstIndex { MapKey($0) == wanted }.map { values[$0] }
  }

  /// The value of a string key, or nil.
  public subscript(name: String) -> Value? {
    let storage = storage
    if !storage.positions.isEmpty { return storage.positions[.string(name)].map { storage.values[$0] } }
    for index in storage.keys.indices {
      if case .string(let key) = storage.keys[index], key.hasSameBytes(as: name) {
        return storage.values[index]
      }
    }
    return nil
  }

  private static func unsupportedKey(_ key: Value) -> EvaluationError {
    EvaluationError(.invalidArgument, "a map's key must be a bool, int, uint or string", value: key)
  }
}
