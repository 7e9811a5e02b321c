import PipelineModel

/// Reads the files of an input one after another and hands out chunks of whole records.
///
/// The text is read straight into the buffer that its chunks share; only the record that a buffer cuts in two
/// is copied, to the beginning of the next one. Memory is bounded by the chunk size plus `maxRecord`.
final class InputReader: SourceReader, @unchecked Sendable {
  // Unchecked: one lane at a time uses the reader, under the source's lock.

  let files: [String]
  let totalBytes: Int64?
  var position: SourcePosition
  let options: InputOptions
  var cutter: any RecordCutter

  var current: InputFile?
  var earlierBytes: Int64 = 0
  private var sequence = 0
  var isAtEnd = false
  var isHeadRead = false
  private var currentHead = RecordHead(end: 0)
  private var digest = RollingDigest()
  /// The last byte that was consumed of the current file.
  var lastByte: UInt8?
  /// The text that is not consumed yet is `buffer[start..<buffer.count]`.
  var buffer = TextBuffer(capacity: 0)
  var start = 0
  private var textOffset: Int64 = 0
  var isShared = false

  init(
    files: [String], options: InputOptions, cutter: any RecordCutter, at resumed: SourcePosition? = nil
  ) throws(SourceProblem) {
    self.files = files
    self.options = options
    self.cutter = cutter
    totalBytes = InputReader.storedSize(of: files)
    position = SourcePosition(
      file: 0, path: files.first ?? "", offset: 0, line: 0, digest: RollingDigest().digest)
    if let resumed { try resume(at: resumed) }
  }

  var bytesRead: Int64 { earlierBytes + (current?.bytesRead ?? 0) }

  func next() throws(SourceProblem) -> Chunk? {
    while true {
      guard let file = current else {
        if position.file >= files.count { return nil }
        try open(position.file)
        continue
      }
      if !isHeadRead {
        try readHead(of: file)
      } else if let cut = nextCut() {
        return chunk(start..<cut.end, upTo: cut.end, lines: cut.lines, isRegular: cut.isRegular)
      } else if isAtEnd {
        if position.file + 1 == files.count { return nil }
        finishFile()
      } else if buffer.count - start > options.maxRecord + 1 {
        return try oversizedLine(of: file)
      } else {
        try fill(from: file)
      }
    }
  }

  /// What stands before the first record of the first file. Called before anything is read.
  func head() throws(SourceProblem) -> RecordHead {
    if current == nil { try open(0) }
    while !isHeadRead, let file = current { try readHead(of: file) }
    return currentHead
  }

  /// A copy of the first file's text, about `count` bytes of it. Called before anything is read.
  ///
  /// Of an input that someone is still writing it is what has come so far.
  func peek(_ count: Int) throws(SourceProblem) -> TextBuffer {
    _ = try head()
    if let file = current, buffer.count == start && !isAtEnd { try fill(from: file) }
    return TextBuffer(
      UnsafeBufferPointer(start: buffer.base + start, count: min(count, buffer.count - start)))
  }

  private func nextCut() -> RecordCut? {
    guard start < buffer.count else { return nil }
    return cutter.cut(buffer.base, from: start, to: buffer.count, isAtEnd: isAtEnd)
  }

  private func chunk(_ range: Range<Int>, upTo end: Int, lines: Int, isRegular: Bool) -> Chunk {
    let text = buffer
    let offset = textOffset
    let firstLine = position.line + 1
    consume(upTo: end, lines: lines)
    return handOut(range, of: text, at: offset, firstLine: firstLine, isRegular: isRegular)
  }

  private func handOut(
    _ range: Range<Int>, of text: TextBuffer, at offset: Int64, firstLine: Int64, isRegular: Bool
  ) -> Chunk {
    isShared = true
    defer { sequence += 1 }
    return Chunk(
      sequence: sequence, file: position.file, text: text, range: range, textOffset: offset,
      firstLine: firstLine, isRegular: isRegular, slots: currentHead.slots, end: position)
  }

  /// Counts everything before `end` as read.
  func consume(upTo end: Int, lines: Int) {
    guard end > start else { return }
    digest.update(buffer.base + start, count: end - start)
    lastByte = buffer.base[end - 1]
    start = end
    position.offset = textOffset + Int64(end)
    position.line += Int64(lines)
    position.digest = digest.digest
  }

  /// Cuts off a line that is too long to be kept: the decoder gets enough of it to see that, the rest is
  /// skipped.
  private func oversizedLine(of file: InputFile) throws(SourceProblem) -> Chunk {
    let text = buffer
    let offset = textOffset
    let firstLine = position.line + 1
    let range = start..<start + options.maxRecord + 1
    var searched = range.upperBound
    let linesBefore = cutter.lineEnds(in: buffer.base, from: range.lowerBound, to: searched)
    while true {
      if let end = cutter.lineEnd(buffer.base, from: searched, to: buffer.count) {
        consume(upTo: end, lines: linesBefore + 1)
        break
      }
      isShared = true
      if isAtEnd {
        consume(upTo: buffer.count, lines: linesBefore)
        break
      }
      // A line end of two bytes may be cut in two: the last byte stays.
      let kept = max(buffer.count - 1, start)
      consume(upTo: kept, lines: 0)
      try fill(from: file)
      searched = start
    }
    return handOut(range, of: text, at: offset, firstLine: firstLine, isRegular: false)
  }
}

extension InputReader {
  func open(_ number: Int) throws(SourceProblem) {
    current = try InputFile(path: files[number], options: options)
    isAtEnd = false
    isHeadRead = false
    digest = RollingDigest()
    lastByte = nil
    buffer = TextBuffer(capacity: options.chunkSize)
    start = 0
    textOffset = 0
    isShared = false
  }

  private func finishFile() {
    earlierBytes += current?.bytesRead ?? 0
    current = nil
    position.consumed.append(
      ConsumedFile(path: position.path, size: position.offset, digest: position.digest))
    position.file += 1
    position.path = files[position.file]
    position.offset = 0
    position.line = 0
    position.digest = RollingDigest().digest
  }

  /// Makes room and reads on; the text that is not consumed yet is kept.
  func fill(from file: InputFile) throws(SourceProblem) {
    let kept = buffer.count - start
    if isShared || buffer.capacity - buffer.count < 16 {
      let next = TextBuffer(capacity: max(options.chunkSize, 2 * kept))
      next.base.update(from: buffer.base + start, count: kept)
      next.count = kept
      textOffset += Int64(start)
      buffer = next
      start = 0
      isShared = false
    }
    isAtEnd = try !file.fill(buffer)
  }

  /// Skips the byte order mark and what the format puts before the first record.
  func readHead(of file: InputFile) throws(SourceProblem) {
    if buffer.count < 3 && !isAtEnd { return try fill(from: file) }
    if start == 0 && position.offset == 0 {
      try refuseOtherEncoding()
      let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
      if buffer.count >= 3 && (0..<3).allSatisfy({ buffer.base[$0] == mark[$0] }) {
        consume(upTo: 3, lines: 0)
      }
    }
    let head = try cutter.head(
      of: buffer.base, from: start, to: buffer.count, isAtEnd: isAtEnd, file: file.path)
    if let head {
      consume(upTo: head.end, lines: head.lines)
      currentHead = head
      isHeadRead = true
    } else if buffer.count - start > options.maxRecord {
      throw SourceProblem(
        .malformed,
        "the header of \(InputPaths.shown(file.path)) is longer than \(options.maxRecord) bytes; "
          + "check the file, its `delimiter` and its `quote`, or raise `max_record`")
    } else {
      try fill(from: file)
    }
  }

  private func refuseOtherEncoding() throws(SourceProblem) {
    guard options.encoding == .utf8, buffer.count >= 2 else { return }
    let first = (buffer.base[0], buffer.base[1])
    guard first == (0xFF, 0xFE) || first == (0xFE, 0xFF) else { return }
    throw SourceProblem(
      .malformed,
      "\(InputPaths.shown(position.path)) begins at byte 1 with a UTF-16 byte order mark and is read "
        + "as UTF-8; set `encoding: utf-16`"
    )
  }

  private static func storedSize(of files: [String]) -> Int64? {
    var total: Int64 = 0
    for path in files {
      guard path != "-", let size = FileStream.storedSize(of: path) else { return nil }
      total += size
    }
    return total
  }
}
