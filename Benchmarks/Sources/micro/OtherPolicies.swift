import Glibc

/// The same kinds of call by other implementations: those that are installed for `python3`, measured now, and
/// figures measured earlier on a machine like this one.
enum OtherPolicies {
  private static let quoted = [
    (
      "resilience4j 2.4",
      "breaker 103, retry 33, bulkhead 30, rate limiter 68, all four 228 (160 B), refusal 432"
    ),
    ("gobreaker 2.4", "breaker 177, refusal 70"),
    ("failsafe-go 0.9", "retry and breaker 708, four policies 1,693"),
    ("Polly 8, published, on a faster machine", "breaker 138, retry 109, five policies 766"),
    ("pybreaker", "breaker 2,505"),
    ("tenacity", "retry 22,129, with pybreaker 26,812"),
  ]

  static func print() {
    Swift.print("\nOthers in the same run, ns of CPU time a call:\n")
    measured()
    Swift.print("\nOthers, measured earlier, ns a call:\n")
    for (name, figures) in quoted { Swift.print("- \(name): \(figures)") }
  }

  private static func measured() {
    let script = #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Python/policies.py"
    guard let pipe = popen("python3 '/\(script)' 2>&1", "r") else { return Swift.print("- no python3") }
    defer { pclose(pipe) }
    var buffer = [CChar](repeating: 0, count: 4096)
    while fgets(&buffer, Int32(buffer.count), pipe) != nil {
      let line = buffer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } ?? ""
      let parts = line.dropLast().split(separator: "\t")
      Swift.print("- " + parts.joined(separator: ": "))
    }
  }
}
