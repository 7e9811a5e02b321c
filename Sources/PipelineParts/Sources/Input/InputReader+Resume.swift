import PipelineModel

extension InputReader {
  /// Verifies that everything before the position is what an earlier run has read, and goes on there.
  func resume(at resumed: SourcePosition) throws(SourceProblem) {
    for file in files where file == "-" || FileStream.isPipe(file) {
      throw SourceProblem(
        .unreadable,
        "`\(file)` can't be resumed, since a pipe is read once; run again with `--restart`, or read "
          + "from a file"
      )
    }
    for (number, file) in resumed.consumed.enumerated() {
      try refuseOtherFile(number, file.path)
      try verify(file)
    }
    try refuseOtherFile(resumed.file, resumed.path)
    position.file = resumed.file
    position.path = resumed.path
    position.consumed = resumed.consumed
    try open(resumed.file)
    guard let file = current, resumed.offset > 0 else { return }
    try skipHead(of: file, upTo: resumed.offset)
    while position.offset < resumed.offset {
      if start == buffer.count {
        if !isAtEnd { try fill(from: file) }
        if isAtEnd { throw truncated(resumed.path, found: position.offset, expected: resumed.offset) }
      }
      let left = resumed.offset - position.offset
      consume(upTo: start + Int(min(Int64(buffer.count - start), left)), lines: 0)
      if start == buffer.count { isShared = true }
    }
    guard position.digest == resumed.digest else { throw changed(resumed.path, before: resumed.offset) }
    position.line = resumed.line
    try refuseGrownLine(of: file)
  }

  /// Reads the head for the order of the columns. A head that can't be read is a change, for it was read
  /// before.
  private func skipHead(of file: InputFile, upTo offset: Int64) throws(SourceProblem) {
    do {
      while !isHeadRead { try readHead(of: file) }
    } catch {
      throw SourceProblem(
        error.kind == .malformed ? .changed : error.kind,
        "\(error.message) (an earlier run has read this file up to byte \(offset))")
    }
    if position.offset > offset { throw changed(file.path, before: offset) }
  }

  /// A last line without line end was taken as a whole record; if it has grown, it was only a part of one.
  private func refuseGrownLine(of file: InputFile) throws(SourceProblem) {
    if start == buffer.count && !isAtEnd { try fill(from: file) }
    guard start < buffer.count else { return }
    if lastByte == 0x0D && buffer.base[start] == 0x0A { return consume(upTo: start + 1, lines: 0) }
    guard lastByte != 0x0A && lastByte != 0x0D else { return }
    throw SourceProblem(
      .changed,
      "the last line of `\(file.path)` had no line end when it was read (line \(position.line + 1), "
        + "up to byte \(position.offset)) and has grown since, so half a record was processed; run again "
        + "with `--restart`, and let the writer end each record with a line end")
  }

  private func refuseOtherFile(_ number: Int, _ path: String) throws(SourceProblem) {
    guard number >= files.count || files[number] != path else { return }
    let found = number < files.count ? "now it is `\(files[number])`" : "now there are \(files.count) files"
    throw SourceProblem(
      .changed,
      "input file \(number + 1) was `\(path)` when it was read, \(found); put the files back, or run "
        + "again with `--restart`")
  }

  private func verify(_ consumed: ConsumedFile) throws(SourceProblem) {
    let file = try InputFile(path: consumed.path, options: options)
    var digest = RollingDigest()
    var size: Int64 = 0
    let block = TextBuffer(capacity: options.chunkSize)
    while try file.fill(block) {
      digest.update(block.base, count: block.count)
      size += Int64(block.count)
      block.count = 0
    }
    earlierBytes += file.bytesRead
    if size < consumed.size { throw truncated(consumed.path, found: size, expected: consumed.size) }
    if size > consumed.size {
      throw SourceProblem(
        .changed,
        "`\(consumed.path)` has grown since it was read to its end (\(consumed.size) bytes, now "
          + "\(size)), and a later file was begun; move the new records to a file of their own, or run "
          + "again with `--restart`"
      )
    }
    guard digest.digest == consumed.digest else { throw changed(consumed.path, before: size) }
  }

  private func truncated(_ path: String, found: Int64, expected: Int64) -> SourceProblem {
    SourceProblem(
      .truncated,
      "`\(path)` is shorter than what an earlier run has read (\(expected) bytes, now \(found)); put "
        + "the file back, or run again with `--restart`")
  }

  private func changed(_ path: String, before offset: Int64) -> SourceProblem {
    SourceProblem(
      .changed,
      "`\(path)` has changed within the \(offset) bytes that an earlier run has read; put the file "
        + "back, or run again with `--restart`")
  }
}
