import Testing

@testable import PipelineEngine

@Suite struct FingerprintTests {
  @Test(arguments: [
    ("line 12, column 3: bad date", "line #, column #: bad date"),
    ("no order 5f0c9a77-11ab", "no order #"), ("deadbeef is no number", "deadbeef is no number"),
    ("HTTP 503 from host7", "HTTP # from host#"), ("größer als 10 €", "größer als # €"), ("", ""),
  ])
  func masksNumbersAndIDs(message: String, masked: String) {
    #expect(Fingerprint.mask(message) == masked)
  }
}
