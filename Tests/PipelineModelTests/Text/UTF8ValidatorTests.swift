import PipelineModel
import PipelineTesting
import Testing

@Suite struct UTF8ValidatorTests {
  @Test(
    arguments: [
      ("", nil), ("plain", nil), ("h\u{E9}llo", nil),
      ("\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}\u{7F}", nil),
    ] as [(String, Int?)])
  func acceptsWhatUnicodeEncodes(_ text: String, _ place: Int?) {
    withText(text) { #expect(UTF8Validator.firstInvalidByte(in: $0) == place) }
  }

  @Test(
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x80, 0x80],
      [0xE0, 0x9F, 0xBF],
      [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xE2, 0x82], [0xE2, 0x82, 0x41], [0xE2, 0x41, 0x82],
      [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
      [0xF0, 0x9F, 0x98], [0xFE], [0xFF],
    ] as [[UInt8]])
  func rejectsIllFormedSequencesWhereTheyBegin(_ bytes: [UInt8]) {
    for before in [0, 1, 15, 63, 64, 65, 130] {
      withText(Array(repeating: 0x61, count: before) + bytes) {
        #expect(UTF8Validator.firstInvalidByte(in: $0) == before)
      }
      withText(Array(repeating: 0x61, count: before) + bytes + Array(repeating: 0x61, count: 100)) {
        #expect(UTF8Validator.firstInvalidByte(in: $0) == before)
      }
    }
  }

  @Test func agreesWithTheStandardLibraryOnRandomBytes() {
    var random = SeededRandom(seed: 3)
    let pieces: [[UInt8]] = [
      [0x61], [0xC3, 0xA9], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80], [0xED, 0x9F, 0xBF],
      [0xED, 0xA0, 0x80],
      [0x80], [0xE2, 0x82], [0xF4, 0x8F, 0xBF, 0xBF], [0xC0],
    ]
    for _ in 0..<5000 {
      let isGood = Bool.random(using: &random)
      let bytes = (0..<Int.random(in: 0...90, using: &random)).flatMap { _ in
        let last = isGood ? 5 : pieces.count
        return pieces[
          Int.random(in: 0..<10, using: &random) < 8 ? 0 : Int.random(in: 0..<last, using: &random)]
      }
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      withText(bytes) { #expect((UTF8Validator.firstInvalidByte(in: $0) == nil) == isValid) }
    }
  }
}
