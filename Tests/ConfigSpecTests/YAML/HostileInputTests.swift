import ConfigSpec
import Testing

@Suite struct HostileInputTests {
  private func read(_ bytes: [UInt8]) -> [String] {
    var diagnostics = Diagnostics()
    let node = YAMLReader().read(bytes, path: "a.yaml", into: &diagnostics)
    #expect(node != nil || diagnostics.hasErrors)
    // Rendering is part of the claim: excerpts of broken files must not crash either.
    _ = diagnostics.text()
    _ = diagnostics.json.text()
    return diagnostics.sorted.map(\.message)
  }

  @Test func refusesDeepNesting() {
    #expect(
      read(Array(String(repeating: "[", count: 10_000).utf8)) == ["values are nested deeper than 64 levels"])
    #expect(
      read(Array(String(repeating: "{a: ", count: 10_000).utf8)) == [
        "values are nested deeper than 64 levels"
      ])
    #expect(
      read(Array(String(repeating: "- ", count: 10_000).utf8)) == ["values are nested deeper than 64 levels"])
    let steps = (0..<10_000).map { String(repeating: " ", count: $0 % 500) + "k:" }.joined(separator: "\n")
    #expect(!read(Array(steps.utf8)).isEmpty)
  }

  @Test func refusesAliasBombs() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(items)]\n"
    }
    #expect(read(Array(text.utf8)) == ["the file has more than 100000 values, counting what aliases repeat"])
    var chain = "a0: &a0 [x]\n"
    for level in 1...100 { chain += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    #expect(read(Array(chain.utf8)) == ["with this alias values are nested deeper than 64 levels"])
  }

  @Test func refusesHugeFilesBeforeReadingThem() {
    #expect(
      read([UInt8](repeating: 0x61, count: 100_000_000)) == [
        "the file has 100000000 bytes; a configuration file has at most 16777216"
      ])
    #expect(
      read([UInt8](repeating: 0x61, count: 2 << 20)) == [
        "this text has 2097152 bytes; at most 1048576 are allowed"
      ])
  }

  @Test(arguments: 0..<40)
  func randomBytesNeverCrash(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<50 {
      let count = Int.random(in: 0..<200, using: &random)
      _ = read((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
  }

  @Test(arguments: 0..<30)
  func mutatedFilesNeverCrash(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let sample = Array(
      """
      name: lab-events   # comment
      params: {input: {default: "a\\tb"}, x: ${y}}
      base: &base {<<: {a: 1}, b: 'it''s'}
      stages:
        - name: types
          when: "flag == 'x'"
          with: {path: "${input}", list: [1, 2.5, ~, *base]}
        - text: |
            block
              ä
          folded: >-
            one
            two
      """.utf8)
    let alphabet = Array("\n\t :{}[],&*!|>'\"%@`#-?$\\\u{E4}x<~".utf8)
    for _ in 0..<50 {
      var bytes = sample
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
        case 2: bytes[place] = alphabet.randomElement(using: &random) ?? 0
        default:
          bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &random)))
        }
        if bytes.isEmpty { bytes = [0x61] }
      }
      _ = read(bytes)
      _ = Breaker.decode(text: String(decoding: bytes, as: UTF8.self)).diagnostics.text()
      var diagnostics = Diagnostics()
      if let node = YAMLReader().read(bytes, path: "a.yaml", into: &diagnostics) {
        let interpolated = Interpolator(params: ["input": .init("v")]).apply(to: node, &diagnostics)
        visit(interpolated)
      }
    }
  }

  /// Asks for the place of every byte of every scalar.
  private func visit(_ node: Node) {
    switch node.content {
    case .scalar(let scalar):
      let map = node.sourceMap
      let count = scalar.text.utf8.count
      for offset in 0...count {
        let span = map.span(of: offset..<min(count, offset + 1))
        #expect(span.range.upperBound <= span.file.utf8.count)
      }
    case .sequence(let items): for item in items { visit(item) }
    case .mapping(let entries): for entry in entries { visit(entry.value) }
    }
  }
}

/// SplitMix64, so that a seed always gives the same bytes.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
