/// The replacement of all `${…}` in one scalar.
struct ScalarInterpolation {
  private let interpolator: Interpolator
  private let scalar: Scalar
  private let node: Node
  private let text: [UInt8]
  private let map: SourceMap
  private var output: [UInt8] = []
  private var newMap: SourceMap
  private var result: Scalar
  private var isWrong = false

  init(_ interpolator: Interpolator, _ scalar: Scalar, _ node: Node) {
    self.interpolator = interpolator
    self.scalar = scalar
    self.node = node
    text = Array(scalar.text.utf8)
    map = node.sourceMap
    newMap = SourceMap(file: node.span.file, sourceEnd: map.sourceEnd)
    result = scalar
  }

  /// The new scalar, or nil after reporting what is wrong.
  mutating func run(_ diagnostics: inout Diagnostics) -> Scalar? {
    var index = 0
    var copied = 0
    let dollar = UInt8(ascii: "$")
    while index < text.count {
      guard text[index] == dollar else {
        index += 1
        continue
      }
      if matches("${{", at: index) {
        index = ExpressionScanner(text: text).end(from: index + 3).map { $0 + 2 } ?? text.count
      } else if matches("$${", at: index) {
        copy(copied..<index)
        result.escapes.append(output.count)
        copy(index + 1..<index + 3)
        index += 3
        copied = index
      } else if matches("${", at: index) {
        copy(copied..<index)
        let close = text[index...].firstIndex(of: UInt8(ascii: "}")) ?? text.count
        let range = index..<min(close + 1, text.count)
        replace(range, isClosed: close < text.count, &diagnostics)
        index = range.upperBound
        copied = index
      } else {
        index += 1
      }
    }
    copy(copied..<text.count)
    guard !isWrong else { return nil }
    guard output.count <= interpolator.scalarBytes else {
      diagnostics.error(
        "the text is longer than \(interpolator.scalarBytes) bytes once `${…}` is replaced", at: node.span)
      return nil
    }
    result.text = String(decoding: output, as: UTF8.self)
    if result.isInterpolated || !result.escapes.isEmpty { result.interpolatedMap = newMap }
    return result
  }

  private mutating func replace(_ range: Range<Int>, isClosed: Bool, _ diagnostics: inout Diagnostics) {
    let span = map.span(of: range)
    let written = String(decoding: text[range], as: UTF8.self)
    let reference = isClosed ? Reference(written.dropFirst(2).dropLast()) : nil
    guard let reference else {
      isWrong = true
      let what = isClosed ? "\(written.inBackticks) names no param" : "`${` is never closed with `}`"
      let nested = written.dropFirst(2).contains("${")
      diagnostics.error(
        nested ? "`${…}` can't be nested" : what, at: span,
        help:
          "write `${NAME}`, `${NAME:-default}`, `${NAME:?message}` or `${file:path}`; `$${` is a literal `${`"
      )
      return
    }
    switch interpolator.value(of: reference, relativeTo: node.span.file) {
    case .success(let param):
      result.interpolations.append(
        Interpolation(reference: written, name: reference.name, span: span, isHidden: param.isHidden))
      newMap.append(text: output.count, source: span.range.lowerBound, isVerbatim: false)
      output += Array(param.value.utf8)
    case .failure(let problem):
      isWrong = true
      diagnostics.error(problem.message, at: span, help: problem.help)
    }
  }

  private mutating func copy(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    newMap.copy(map, range, to: output.count)
    output += text[range]
  }

  private func matches(_ mark: StaticString, at index: Int) -> Bool {
    guard index + mark.utf8CodeUnitCount <= text.count else { return false }
    return (0..<mark.utf8CodeUnitCount).allSatisfy { text[index + $0] == mark.utf8Start[$0] }
  }
}
