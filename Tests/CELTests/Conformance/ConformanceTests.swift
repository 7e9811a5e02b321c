import Testing

@Suite struct ConformanceTests {
  @Test(.enabled(if: ConformanceCase.path != nil, "the shared folder with the conformance suite isn't there"))
  func passesAllCasesWithoutProtobuf() throws {
    var counts: [String: (passed: Int, all: Int)] = [:]
    for testCase in try ConformanceCase.load() where !testCase.usesProtobuf {
      let failure = testCase.run()
      let known = KnownFailures.reasons[testCase.id]
      switch (failure, known) {
      case (nil, nil), (_?, _?): break
      case (let failure?, nil): Issue.record("\(testCase.id): \(failure)")
      case (nil, _?): Issue.record("\(testCase.id) passes; remove it from the known failures")
      }
      counts[testCase.file, default: (0, 0)].all += 1
      if failure == nil { counts[testCase.file, default: (0, 0)].passed += 1 }
    }
    for (file, count) in counts.sorted(by: { $0.key < $1.key }) {
      print("conformance \(file): \(count.passed) of \(count.all)")
    }
    let total = counts.values.reduce((0, 0)) { ($0.0 + $1.passed, $0.1 + $1.all) }
    print("conformance without protobuf: \(total.0) of \(total.1)")
  }

  @Test(.enabled(if: ConformanceCase.path != nil, "the shared folder with the conformance suite isn't there"))
  func countsCasesMarkedAsUsingProtobuf() throws {
    let cases = try ConformanceCase.load().filter(\.usesProtobuf)
    let passed = cases.filter { $0.run() == nil }.count
    print("conformance marked as using protobuf: \(passed) of \(cases.count) pass all the same")
    #expect(!cases.isEmpty)
  }
}
