import PipelineModel

/// Numbers from text and back.
enum Numbers {
  static func timings() -> [Timing] {
    let short = (0..<10_000).map { "\($0 * 7 % 9973).\($0 % 90 + 10)" }
    let long = (1...10_000).map { "\(Double($0) / 7)" }
    let integers = (0..<10_000).map { String($0 * 123_457) }
    return [
      parsing("integer from 1 to 10 digits", integers) { NumberParser.integer($0).map { Int($0) } },
      parsing("double from few digits (1234.56)", short) { NumberParser.double($0).map { Int($0) } },
      parsing("double from 17 digits", long) { NumberParser.double($0).map { Int($0) } },
      writing("double of two decimals to text", short.compactMap { Double($0) }),
      writing("double of 17 digits to text", long.compactMap { Double($0) }),
    ]
  }

  private static func parsing(
    _ name: String, _ texts: [String], _ parse: (UnsafeBufferPointer<UInt8>) -> Int?
  ) -> Timing {
    let bytes = texts.flatMap { Array($0.utf8) } + [UInt8](repeating: 0, count: 64)
    var ranges: [Range<Int>] = []
    for text in texts {
      let start = ranges.last?.upperBound ?? 0
      ranges.append(start..<start + text.utf8.count)
    }
    return bytes.withUnsafeBufferPointer { bytes in
      Timing(name, operations: texts.count) {
        ranges.reduce(0) { $0 &+ (parse(UnsafeBufferPointer(rebasing: bytes[$1])) ?? 0) }
      }
    }
  }

  private static func writing(_ name: String, _ values: [Double]) -> Timing {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: NumberWriter.maximumLength) { room in
      Timing(name, operations: values.count) {
        guard let start = room.baseAddress else { return 0 }
        return values.reduce(0) { $0 &+ (NumberWriter.write($1, to: start) - start) }
      }
    }
  }
}
