import Testing

@testable import CEL

@Suite struct NetworkFunctionTests {
  @Test(arguments: [
    ("1.2.3.4", "1.2.3.4"), ("::", "::"), ("::1", "::1"), ("1::", "1::"),
    ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
    ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("0:1:0:1:0:1:0:1", "0:1:0:1:0:1:0:1"),
    ("::ffff:102:304", "1.2.3.4"), ("1:0:0:2::", "1:0:0:2::"),
  ])
  func writesTheCanonicalForm(_ text: String, _ expected: String) {
    #expect(IPAddress(text)?.description == expected)
  }

  @Test(arguments: [
    "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.", ":", ":::", "1::2::3", "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::",
    "12345::", "g::", "::1.2.3.4", "fe80::1%eth0", "1:", ":1", "::1:",
  ])
  func refusesAnythingElse(_ text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test(arguments: [
    ("10.1.2.3/8", "10.0.0.0/8"), ("10.255.2.3/12", "10.240.0.0/12"), ("1.2.3.4/0", "0.0.0.0/0"),
    ("1.2.3.4/32", "1.2.3.4/32"),
    ("2001:db8:ffff::/36", "2001:db8:f000::/36"),
  ])
  func masksNetworks(_ text: String, _ expected: String) {
    #expect(IPNetwork(text)?.masked.description == expected)
  }

  @Test(arguments: [
    "", "/", "1.2.3.4", "1.2.3.4/", "1.2.3.4/33", "::/129", "1.2.3.4/-1", "1.2.3.4/8/8", "1.2.3.4/+8",
  ])
  func refusesBrokenNetworks(_ text: String) {
    #expect(IPNetwork(text) == nil)
  }
}
