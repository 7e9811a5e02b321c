import PipelineModel

extension Batch {
  /// A batch of the one record of a chunk, with nothing in its cells.
  ///
  /// - Parameter length: the record's bytes, without its line end.
  convenience init(loneRecordOf chunk: Chunk, length: Int, width: Int) {
    self.init(
      sequence: chunk.sequence, width: width, text: chunk.text, textOffset: chunk.textOffset,
      file: chunk.file,
      capacity: 1)
    let offset = chunk.place(ofByte: chunk.range.lowerBound).offset
    let cells = appendRow(RowOrigin(offset: offset, line: chunk.firstLine, length: Int64(length)))
    cells.update(repeating: .missing, count: width)
  }
}
