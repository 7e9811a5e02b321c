/// Reading, asking and comparing addresses and networks.
enum NetworkFunctions {
  static let all: [Function] = addresses + networks + [string]

  private static let addresses: [Function] = [
    Function(
      "ip", "The address of a text; of a network, its address.",
      [
        .function("string_to_ip") { (text: String) throws(EvaluationError) -> IPAddress in try address(text)
        },
        .method("cidr_ip") { (network: IPNetwork) -> IPAddress in network.address },
      ]),
    Function(
      "isIP", "Whether a text is an address.",
      [.function("is_ip") { (text: String) -> Bool in IPAddress(text) != nil }]),
    Function(
      "ip.isCanonical", "Whether a text is an address in its canonical form.",
      [
        .function("ip_is_canonical") { (text: String) throws(EvaluationError) -> Bool in
          try address(text).description == text
        }
      ]),
    Function(
      "family", "4 or 6.", [.method("ip_family") { (ip: IPAddress) -> Int64 in ip.isVersion4 ? 4 : 6 }]),
    test("isUnspecified", "Whether all bits of the address are 0.") { $0.isUnspecified },
    test("isLoopback", "Whether the address stands for the machine itself.") { $0.isLoopback },
    test("isGlobalUnicast", "Whether the address stands for one machine beyond its link.") {
      $0.isGlobalUnicast
    },
    test("isLinkLocalMulticast", "Whether the address stands for a group on the link.") {
      $0.isLinkLocalMulticast
    },
    test("isLinkLocalUnicast", "Whether the address stands for one machine on the link.") {
      $0.isLinkLocalUnicast
    },
  ]

  private static let networks: [Function] = [
    Function(
      "cidr", "The network of a text.",
      [
        .function("string_to_cidr") { (text: String) throws(EvaluationError) -> IPNetwork in try network(text)
        }
      ]),
    Function(
      "isCIDR", "Whether a text is a network.",
      [.function("is_cidr") { (text: String) -> Bool in IPNetwork(text) != nil }]),
    Function(
      "containsIP", "Whether an address belongs to the network.",
      [
        .method("cidr_contains_ip_ip") { (network: IPNetwork, ip: IPAddress) -> Bool in network.contains(ip)
        },
        .method("cidr_contains_ip_string") {
          (network: IPNetwork, text: String) throws(EvaluationError) -> Bool in
          network.contains(try address(text))
        },
      ]),
    Function(
      "containsCIDR", "Whether a network is part of the network.",
      [
        .method("cidr_contains_cidr") { (network: IPNetwork, other: IPNetwork) -> Bool in
          network.contains(other)
        },
        .method("cidr_contains_cidr_string") {
          (network: IPNetwork, text: String) throws(EvaluationError) -> Bool in
          network.contains(try Self.network(text))
        },
      ]),
    Function(
      "masked", "The network with the bits beyond its prefix cleared.",
      [.method("cidr_masked") { (network: IPNetwork) -> IPNetwork in network.masked }]),
    Function(
      "prefixLength", "The number of bits that tell the network.",
      [.method("cidr_prefix_length") { (network: IPNetwork) -> Int64 in Int64(network.prefixLength) }]),
  ]

  private static let string = Function(
    "string", "The canonical text of an address or network.",
    [
      .function("ip_to_string") { (ip: IPAddress) -> String in ip.description },
      .function("cidr_to_string") { (network: IPNetwork) -> String in network.description },
    ])

  private static func test(
    _ name: String, _ documentation: String, _ body: @escaping @Sendable (IPAddress) -> Bool
  ) -> Function {
    Function(name, documentation, [.method("ip_\(name)") { (ip: IPAddress) -> Bool in body(ip) }])
  }

  private static func address(_ text: String) throws(EvaluationError) -> IPAddress {
    guard let address = IPAddress(text) else {
      throw EvaluationError(.conversion, "the text isn't an IP address", value: .string(text))
    }
    return address
  }

  private static func network(_ text: String) throws(EvaluationError) -> IPNetwork {
    guard let network = IPNetwork(text) else {
      throw EvaluationError(.conversion, "the text isn't a network in CIDR notation", value: .string(text))
    }
    return network
  }
}
