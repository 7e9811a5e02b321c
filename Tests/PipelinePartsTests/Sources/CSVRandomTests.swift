import PipelineModel
import Testing

@testable import PipelineParts

/// Random text, read by the product in chunks and by the reference at once.
@Suite struct CSVRandomTests {
  private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
    }
  }

  @Test(arguments: 0..<300)
  func garbageReadsAsTheReferenceSays(seed: Int) throws {
    var random = Random(state: UInt64(seed))
    let alphabet = Array("ab,,\"\"\n\r".utf8) + [0x00]
    let text = (0..<Int.random(in: 0...600, using: &random)).map { _ in
      alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
    }
    try check(text, width: 2, seed: seed, chunkSize: Int.random(in: 64...300, using: &random))
  }

  @Test(arguments: 0..<300)
  func mostlyRegularTextReadsAsTheReferenceSays(seed: Int) throws {
    var random = Random(state: UInt64(seed) &+ 1_000_000)
    let oddity = Int.random(in: 0...40, using: &random)
    var text: [UInt8] = []
    let lineEnd = seed % 2 == 0 ? "\n" : "\r\n"
    for _ in 0..<Int.random(in: 1...120, using: &random) {
      for column in 0..<3 {
        if column > 0 { text.append(0x2C) }
        text += field(&random).utf8
        if oddity > 0 && Int.random(in: 0..<(oddity * 20), using: &random) == 0 {
          text += ["x", "\"", "\"\"", ",", "\r", "\n", " "].randomElement(using: &random)?.utf8 ?? "".utf8
        }
      }
      text += lineEnd.utf8
    }
    if seed % 3 == 0 { text.removeLast(lineEnd.utf8.count) }
    try check(text, width: 3, seed: seed, chunkSize: Int.random(in: 64...2000, using: &random))
  }

  /// Resuming makes other chunks of the same text: nothing may depend on where they end, in any dialect.
  @Test(arguments: 0..<300)
  func chunksNeverMatter(seed: Int) throws {
    var random = Random(state: UInt64(seed) &+ 2_000_000)
    var text: [UInt8] = []
    for _ in 0..<Int.random(in: 1...60, using: &random) {
      for column in 0..<3 {
        if column > 0 { text.append(0x2C) }
        text += field(&random).utf8
        if Int.random(in: 0..<6, using: &random) == 0 {
          let odd: [[UInt8]] = [[0x22], [0x5C], [0x20], [0x0D], [0x23], [0xC3, 0xA9], [0xFF], [0x0A, 0x23]]
          text += odd[Int.random(in: 0..<odd.count, using: &random)]
        }
      }
      text.append(0x0A)
    }
    let folder = TestFolder()
    var options = CSVOptions(input: InputOptions(paths: [folder.write(text)]))
    options.hasHeader = false
    options.names = ["a", "b", "c"]
    options.trim = Bool.random(using: &random)
    options.escape = seed % 5 == 0 ? .backslash : .doubling
    options.comment = Bool.random(using: &random) ? UInt8(ascii: "#") : nil
    if seed % 7 == 0 { options.quote = nil }
    options.input.maxRecord = [40, 90, 130, 300, 1_048_576][seed / 5 % 5]
    let expected = try readAll(CSVSource(options)).records
    for size in [64, 65, 100, 128, 300, 1000] {
      options.input.chunkSize = size
      let source = try CSVSource(options)
      let whole = try readAll(source)
      #expect(whole.records == expected, "seed \(seed), chunks of \(size)")
      #expect(try readAll(source, exactly: true).records == expected, "seed \(seed), chunks of \(size)")
      #expect(whole.ends.last?.offset == Int64(text.count))
      let end = whole.ends[Int.random(in: 0..<whole.ends.count, using: &random)]
      let rest = try readAll(source, from: end).records
      #expect(rest == expected.filter { $0.offset >= end.offset }, "seed \(seed), from \(end.offset)")
    }
  }

  private func field(_ random: inout Random) -> String {
    let plain = String(repeating: "v", count: Int.random(in: 0...30, using: &random))
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return "\"\(plain)\""
    case 1: return "\"\(plain),\(plain)\""
    case 2: return "\"\(plain)\n\(plain)\""
    case 3: return "\"\(plain)\"\"\""
    case 4: return "\"\r\n\""
    default: return plain
    }
  }

  private func check(_ text: [UInt8], width: Int, seed: Int, chunkSize: Int) throws {
    let folder = TestFolder()
    var options = CSVOptions(input: InputOptions(paths: [folder.write(text)]))
    options.hasHeader = false
    options.names = (0..<width).map { "c\($0)" }
    options.input.chunkSize = chunkSize
    let source = try CSVSource(options)
    let whole = try readAll(source)
    #expect(try readAll(source, exactly: true).records == whole.records, "seed \(seed)")
    var reference = CSVReference(text)
    let expected = reference.records()
    try #require(whole.records.count == expected.count, "seed \(seed), chunks of \(chunkSize)")
    for (record, expected) in zip(whole.records, expected) {
      #expect(record.line == expected.line, "seed \(seed)")
      #expect(record.offset == Int64(expected.start), "seed \(seed)")
      #expect(record.original == String(decoding: text[expected.start..<expected.end], as: UTF8.self))
      switch expected.row {
      case .failed: #expect(record.failure?.contains(", column ") == true, "seed \(seed)")
      case .fields(let fields):
        if fields.count == width {
          #expect(record.cells == fields.map { String(decoding: $0, as: UTF8.self) }, "seed \(seed)")
        } else {
          #expect(record.failure?.contains("expected \(width)") == true, "seed \(seed)")
        }
      }
    }
    for end in whole.ends.filter({ $0.offset % 3 == 0 }) {
      let rest = try readAll(source, from: end).records
      #expect(rest == whole.records.filter { $0.offset >= end.offset }, "seed \(seed), from \(end.offset)")
    }
  }
}
