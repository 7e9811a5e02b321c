/// Where the bytes of a scalar's text stand in its file.
///
/// Quotes, escapes, folded lines, indentation and `${…}` make the two differ; in between, runs are equal.
public struct SourceMap: Sendable {
  /// From this byte of the text on, bytes stand at `source` and after.
  struct Run: Sendable {
    var text: Int
    var source: Int
    /// False for text that was put in place of one piece of source, such as `${NAME}` or `\n`.
    var isVerbatim: Bool
  }

  let file: SourceFile
  private(set) var runs: [Run] = []
  /// One past the last byte of content in the file.
  private(set) var sourceEnd: Int

  /// Maps everything to the beginning of a span.
  init(span: Span) {
    file = span.file
    runs = [Run(text: 0, source: span.range.lowerBound, isVerbatim: false)]
    sourceEnd = span.range.upperBound
  }

  /// Maps nothing yet.
  init(file: SourceFile, sourceEnd: Int) {
    self.file = file
    self.sourceEnd = sourceEnd
  }

  mutating func append(text: Int, source: Int, isVerbatim: Bool) {
    if let last = runs.last, isVerbatim, last.isVerbatim, source - last.source == text - last.text { return }
    runs.append(Run(text: text, source: source, isVerbatim: isVerbatim))
  }

  /// Takes over the runs of another map for a range of its text.
  mutating func copy(_ other: SourceMap, _ range: Range<Int>, to text: Int) {
    append(
      text: text, source: other.offset(of: range.lowerBound),
      isVerbatim: other.isVerbatim(at: range.lowerBound))
    for run in other.runs where run.text > range.lowerBound && run.text < range.upperBound {
      append(text: text + run.text - range.lowerBound, source: run.source, isVerbatim: run.isVerbatim)
    }
  }

  /// The map of a part of the text, counted from the part's beginning.
  func shifted(by range: Range<Int>) -> SourceMap {
    var map = SourceMap(file: file, sourceEnd: offset(of: range.upperBound))
    map.copy(self, range, to: 0)
    return map
  }

  mutating func end(at source: Int) { sourceEnd = source }

  /// The offset in the file of a byte of the text.
  public func offset(of text: Int) -> Int {
    var low = 0
    var high = runs.count
    guard high > 0 else { return sourceEnd }
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].text <= text { low = middle } else { high = middle }
    }
    let run = runs[low]
    let limit = low + 1 < runs.count ? max(run.source, runs[low + 1].source) : max(run.source, sourceEnd)
    return run.isVerbatim ? min(run.source + max(0, text - run.text), limit) : run.source
  }

  /// The piece of the file behind a range of bytes of the text.
  public func span(of range: Range<Int>) -> Span {
    let start = offset(of: range.lowerBound)
    guard !range.isEmpty else { return Span(file, start..<start) }
    let last = offset(of: range.upperBound - 1)
    let after = offset(of: range.upperBound)
    // A replaced piece ends where the next run begins; a verbatim one right after its last byte.
    let end = isVerbatim(at: range.upperBound - 1) ? last + 1 : max(after, last + 1)
    return Span(file, start..<max(start, end))
  }

  private func isVerbatim(at text: Int) -> Bool {
    runs.last { $0.text <= text }?.isVerbatim ?? false
  }
}
