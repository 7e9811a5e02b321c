import CScan
import PipelineTesting
import Testing

/// Bytes that matter to a scan, and their neighbours, among any others.
private let tempting: [UInt8] = [
  0x22, 0x5C, 0x0A, 0x0D, 0x2C, 0x3B, 0x1F, 0x20, 0x21, 0x23, 0x00, 0x01, 0x7F, 0x80, 0x81, 0xFF, 0xA2, 0xDC,
]

private func mask(_ bytes: [UInt8], _ matches: (UInt8) -> Bool) -> UInt64 {
  var mask: UInt64 = 0
  for (index, byte) in bytes.prefix(64).enumerated() where matches(byte) { mask |= 1 << UInt64(index) }
  return mask
}

@Suite struct ScanTests {
  private let blocks: [[UInt8]] = {
    var random = SeededRandom(seed: 7)
    return (0..<3000).map { round in
      (0..<64).map { _ in
        round % 2 == 0 || Bool.random(using: &random)
          ? tempting.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
      }
    }
  }()

  @Test func everyScanFindsWhatAByteLoopFinds() {
    for block in blocks {
      let masks = cscan_csv64(block, 0x2C, 0x22)
      #expect(masks.quote == mask(block) { $0 == 0x22 })
      #expect(masks.delimiter == mask(block) { $0 == 0x2C })
      #expect(masks.newline == mask(block) { $0 == 0x0A })
      #expect(masks.carriage_return == mask(block) { $0 == 0x0D })
      #expect(cscan_equal64(block, 0x5C) == mask(block) { $0 == 0x5C })
      #expect(cscan_non_ascii64(block) == mask(block) { $0 >= 0x80 })
      #expect((cscan_any_non_ascii64(block) != 0) == block.contains { $0 >= 0x80 })
      let special = mask(block) { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
      #expect(cscan_json_special64(block) == special)
      #expect(UInt64(cscan_json_special16(block)) == special & 0xFFFF)
      let needsQuotes = mask(block) { [0x22, 0x3B, 0x0A, 0x0D].contains($0) }
      #expect(UInt64(cscan_csv_special16(block, 0x3B, 0x22)) == needsQuotes & 0xFFFF)
    }
  }

  @Test func thePortablePathFindsTheSame() {
    for block in blocks {
      let masks = cscan_csv64(block, 0x3B, 0x22)
      let portable = cscan_csv64_portable(block, 0x3B, 0x22)
      #expect(portable.quote == masks.quote && portable.delimiter == masks.delimiter)
      #expect(portable.newline == masks.newline && portable.carriage_return == masks.carriage_return)
      #expect(cscan_equal64_portable(block, 0xFF) == cscan_equal64(block, 0xFF))
      #expect(cscan_non_ascii64_portable(block) == cscan_non_ascii64(block))
      #expect(cscan_any_non_ascii64_portable(block) == cscan_any_non_ascii64(block))
      #expect(cscan_json_special64_portable(block) == cscan_json_special64(block))
      #expect(cscan_json_special16_portable(block) == cscan_json_special16(block))
      #expect(cscan_csv_special16_portable(block, 0x2C, 0x27) == cscan_csv_special16(block, 0x2C, 0x27))
    }
  }

  @Test func prefixXorMarksWhatStandsBetweenPairs() {
    #expect(cscan_prefix_xor(0) == 0)
    #expect(cscan_prefix_xor(0b1000_0010) == 0b0111_1110)
    #expect(cscan_prefix_xor(1) == .max)
    #expect(cscan_prefix_xor(1 << 63) == 1 << 63)
    var random = SeededRandom(seed: 11)
    for _ in 0..<1000 {
      let bits = random.next()
      var inside = false
      var expected: UInt64 = 0
      for index in 0..<64 as Range<UInt64> {
        if bits >> index & 1 == 1 { inside.toggle() }
        if inside { expected |= 1 << index }
      }
      #expect(cscan_prefix_xor(bits) == expected)
    }
  }
}
