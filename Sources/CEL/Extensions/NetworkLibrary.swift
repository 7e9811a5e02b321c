extension Library {
  /// IP addresses and networks in CIDR notation.
  public static let network = Library(
    name: "network",
    functions: NetworkFunctions.all,
    types: ["net.IP": .opaque(IPAddress.name, []), "net.CIDR": .opaque(IPNetwork.name, [])])
}

extension IPAddress: OpaqueValue, ValueConvertible {
  static let name = "net.IP"
  static var valueType: CELType { .opaque(name, []) }
  var typeName: String { Self.name }
  var value: Value { .opaque(self) }

  convenience init?(_ value: Value) {
    guard case .opaque(let value) = value, let address = value as? IPAddress else { return nil }
    self.init(bytes: address.bytes)
  }

  func isEqual(to other: any OpaqueValue) -> Bool {
    guard let other = other as? IPAddress else { return false }
    return bytes == other.bytes
  }
}

extension IPNetwork: OpaqueValue, ValueConvertible {
  static let name = "net.CIDR"
  static var valueType: CELType { .opaque(name, []) }
  var typeName: String { Self.name }
  var value: Value { .opaque(self) }

  convenience init?(_ value: Value) {
    guard case .opaque(let value) = value, let network = value as? IPNetwork else { return nil }
    self.init(address: network.address, prefixLength: network.prefixLength)
  }

  func isEqual(to other: any OpaqueValue) -> Bool {
    guard let other = other as? IPNetwork else { return false }
    return address.bytes == other.address.bytes && prefixLength == other.prefixLength
  }
}
