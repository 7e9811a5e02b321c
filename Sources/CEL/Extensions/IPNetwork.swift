/// An address with the number of leading bits that tell its network, such as `192.168.0.1/24`.
final class IPNetwork: Sendable {
  let address: IPAddress
  let prefixLength: Int

  init(address: IPAddress, prefixLength: Int) {
    self.address = address
    self.prefixLength = prefixLength
  }

  convenience init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(String(parts[0])), (1...3).contains(parts[1].utf8.count),
      parts[1].utf8.allSatisfy(\.isDigit), let length = Int(parts[1]), length <= address.bytes.count * 8
    else { return nil }
    self.init(address: address, prefixLength: length)
  }

  /// The same network with all further bits of the address cleared.
  var masked: IPNetwork { IPNetwork(address: masked(address), prefixLength: prefixLength) }

  func contains(_ other: IPAddress) -> Bool {
    other.bytes.count == address.bytes.count && masked(other).bytes == masked(address).bytes
  }

  func contains(_ other: IPNetwork) -> Bool { other.prefixLength >= prefixLength && contains(other.address) }

  private func masked(_ address: IPAddress) -> IPAddress {
    let bytes = address.bytes.enumerated().map { index, byte in
      let bits = max(0, min(8, prefixLength - index * 8))
      return byte & UInt8(truncatingIfNeeded: 0xFF00 >> bits)
    }
    return IPAddress(bytes: bytes)
  }
}

extension IPNetwork: CustomStringConvertible {
  var description: String { "\(address)/\(prefixLength)" }
}
