import Testing

@testable import PipelineEngine

@Suite struct FingerprintTests {
  @Test(arguments: [
    ("line 12, column 3: bad date", "line #, column #: bad date"),
    ("no digits here", "no digits here"),
    ("order 550e8400-e29b-41d4-a716-446655440000 is unknown", "order # is unknown"),
    ("code A12B34", "code A#B#"),
    ("1234567", "#"),
    ("3.5 is not 4", "#.# is not #"),
    ("größe 5cm — zu klein", "größe #cm — zu klein"),
    ("", ""),
  ])
  func numbersAndIDsAreMasked(message: String, masked: String) {
    #expect(Fingerprint.mask(message) == masked)
  }
}
