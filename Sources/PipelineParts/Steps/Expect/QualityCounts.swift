import ConfigSpec
import PipelineModel

/// What an `expect` stage has counted in the current window.
struct QualityCounts: Equatable, Sendable {
  /// The records that a gauge judged, and those that passed.
  struct Share: Equatable, Sendable {
    var judged: Int64 = 0
    var passed: Int64 = 0
  }

  /// Windows that are complete.
  var windows: Int64 = 0
  /// Records of the current window.
  var records: Int64 = 0
  /// For each gauge.
  var shares: [Share]

  init(gauges: Int) { shares = Array(repeating: Share(), count: gauges) }

  /// Begins the next window.
  mutating func closeWindow() {
    windows += 1
    records = 0
    shares = Array(repeating: Share(), count: shares.count)
  }

  /// `{"windows":0,"records":20,"judged":[20,18],"passed":[17,18]}`
  var text: String {
    func list(_ path: KeyPath<Share, Int64>) -> JSONValue {
      .array(shares.map { .int(Int($0[keyPath: path])) })
    }
    return JSONValue.object([
      ("windows", .int(Int(windows))), ("records", .int(Int(records))), ("judged", list(\.judged)),
      ("passed", list(\.passed)),
    ]).text()
  }

  /// Takes over what `text` says; stays as it is if that is about other gauges.
  mutating func restore(_ text: String) {
    let buffer = TextBuffer(Array(text.utf8))
    guard var cursor = JSONCursor(UnsafeBufferPointer(start: buffer.base, count: buffer.count)) else {
      return
    }
    var numbers: [String: [Int64]] = [:]
    while let item = cursor.next() {
      if let name = item.name?.string { numbers[name] = QualityCounts.numbers(item.value) }
    }
    guard let windows = numbers["windows"]?.first, let records = numbers["records"]?.first,
      let judged = numbers["judged"], let passed = numbers["passed"], judged.count == shares.count,
      passed.count == shares.count
    else { return }
    (self.windows, self.records) = (windows, records)
    shares = zip(judged, passed).map { Share(judged: $0, passed: $1) }
  }

  /// A number, or a list of them.
  private static func numbers(_ element: JSONElement) -> [Int64] {
    guard var cursor = JSONCursor(element.text) else {
      return NumberParser.integer(element.text).map { [$0] } ?? []
    }
    var numbers: [Int64] = []
    while let item = cursor.next() {
      if let number = NumberParser.integer(item.value.text) { numbers.append(number) }
    }
    return numbers
  }
}
