import Glibc
import PipelineModel
import Testing

@testable import PipelineParts

@Suite struct InputReaderTests {
  let folder = TestFolder()
  let text = "id,name\n" + (1...60).map { "\($0),\"näme,\n\($0)\"\r\n" }.joined()

  private func source(_ paths: [String], chunkSize: Int = 64, _ change: (inout CSVOptions) -> Void = { _ in })
    throws -> CSVSource
  {
    var options = CSVOptions(input: InputOptions(paths: paths))
    options.input.chunkSize = chunkSize
    change(&options)
    return try CSVSource(options)
  }

  private func problem(_ source: CSVSource, at position: SourcePosition) -> SourceProblem? {
    do { _ = try source.open(at: position) } catch { return error }
    return nil
  }

  @Test func resumingAtAnyChunkGivesTheRemainingRecords() throws {
    let variants: [(bytes: [UInt8], encoding: TextEncoding)] = [
      (Array(text.utf8), .utf8), ([0xEF, 0xBB, 0xBF] + Array(text.utf8), .utf8),
      (gzip(text.utf8), .utf8), (utf16(text, bigEndian: false), .utf16),
    ]
    for variant in variants {
      let source = try source([folder.write(variant.bytes)]) { $0.input.encoding = variant.encoding }
      let whole = try readAll(source)
      #expect(whole.records.count == 60)
      #expect(whole.ends.count > 15)
      for (number, end) in whole.ends.enumerated() {
        let rest = try readAll(source, from: end)
        #expect(rest.records == whole.records.filter { $0.offset >= end.offset }, "chunk \(number)")
        #expect(rest.ends.last == whole.ends.last)
      }
    }
  }

  @Test func resumingInALaterFileVerifiesTheEarlierOnes() throws {
    let first = folder.write(text, to: "a.csv")
    let second = folder.write("name,id\nx,1\ny,2\n", to: "b.csv")
    let source = try source([first, second])
    let whole = try readAll(source)
    let end = try #require(whole.ends.last)
    #expect(end.file == 1)
    #expect(end.consumed.map(\.path) == [first])
    for end in whole.ends {
      let rest = try readAll(source, from: end)
      #expect(rest.records == whole.records.suffix(rest.records.count))
      #expect(rest.ends.last == whole.ends.last)
    }
    folder.write(text + "61,x\n", to: "a.csv")
    #expect(problem(source, at: end)?.kind == .changed)
    folder.write(Array(text.utf8.dropLast(2)) + [0x78, 0x78], to: "a.csv")
    #expect(problem(source, at: end)?.kind == .changed)
    folder.write(text.utf8.dropLast(5), to: "a.csv")
    #expect(problem(source, at: end)?.kind == .truncated)
    #expect(problem(try self.source([second]), at: end)?.message.contains("input file 1 was") == true)
  }

  @Test func whatChangedIsRefusedAndWhatWasAppendedIsRead() throws {
    let path = folder.write("a,b\n1,2\n3,4\n")
    let source = try source([path])
    let end = try #require(try readAll(source).ends.last)
    folder.write("a,b\n1,2\n3,4\n5,6\n")
    #expect(try readAll(source, from: end).records.map(\.cells) == [["5", "6"]])
    #expect(try readAll(source, from: end).records.map(\.line) == [4])
    folder.write("a,b\n1,2\n3,5\n5,6\n")
    #expect(problem(source, at: end)?.kind == .changed)
    folder.write("b,a\n1,2\n3,4\n5,6\n")
    #expect(problem(source, at: end)?.kind == .changed)
    folder.write("a,b\n1,2\n")
    #expect(problem(source, at: end)?.kind == .truncated)
  }

  @Test func aLastLineThatHasGrownIsRefused() throws {
    let path = folder.write("a,b\n1,2\n3,4")
    let source = try source([path])
    let whole = try readAll(source)
    #expect(whole.records.last?.cells == ["3", "4"])
    let end = try #require(whole.ends.last)
    #expect(try readAll(source, from: end).records.isEmpty)
    folder.write("a,b\n1,2\n3,45\n")
    #expect(problem(source, at: end)?.kind == .changed)
    #expect(problem(source, at: end)?.message.contains("had no line end") == true)
  }

  @Test func gzipMembersAreReadOneAfterAnother() throws {
    let bytes = gzip("a,b\n1,".utf8) + gzip("2\n3,4\n".utf8) + gzip("".utf8) + [0, 0, 0]
    let source = try source([folder.write(bytes)])
    #expect(try readAll(source).records.map(\.cells) == [["1", "2"], ["3", "4"]])
  }

  @Test func badGzipIsExplained() throws {
    let bytes = gzip(text.utf8)
    let cut = try source([folder.write(bytes.dropLast(20), to: "cut.gz")])
    #expect(#expect(throws: SourceProblem.self) { try readAll(cut) }?.message.contains("is cut off") == true)
    var broken = bytes
    broken[bytes.count / 2] ^= 0x55
    let path = folder.write(broken, to: "broken.gz")
    let problem = #expect(throws: SourceProblem.self) { try readAll(source([path])) }
    #expect(problem?.message.contains("has bad gzip data") == true)
    let trailing = try source([folder.write(bytes + [1, 2], to: "trailing.gz")])
    #expect(#expect(throws: SourceProblem.self) { try readAll(trailing) }?.kind == .malformed)
  }

  @Test func otherCompressionsAreNamed() {
    let path = folder.write([0x28, 0xB5, 0x2F, 0xFD, 0, 0, 0, 0])
    let problem = #expect(throws: SourceProblem.self) { try source([path]) }
    #expect(problem?.message.contains("compressed with zstd") == true)
  }

  @Test(arguments: [64, 100, 4096])
  func encodingsGiveTheSameRecords(chunkSize: Int) throws {
    let text = "id,näme\n" + (0..<100).map { "\($0),\"é\u{1F600}\"\n" }.joined()
    let expected = try readAll(source([folder.write(text)])).records.map(\.cells)
    let variants: [(TextEncoding, [UInt8])] = [
      (.utf16, utf16(text, bigEndian: true)), (.utf16, utf16(text, bigEndian: false)),
      (.utf16LittleEndian, Array(utf16(text, bigEndian: false).dropFirst(2))),
      (.utf16BigEndian, Array(utf16(text, bigEndian: true).dropFirst(2))),
    ]
    for (encoding, bytes) in variants {
      let source = try source([folder.write(bytes)], chunkSize: chunkSize) { $0.input.encoding = encoding }
      #expect(source.schema.names == ["id", "näme"])
      #expect(try readAll(source).records.map(\.cells) == expected)
    }
  }

  @Test func singleByteEncodingsAreRead() throws {
    let bytes = Array("a\n".utf8) + [0xE9, 0x80, 0x0A, 0x81, 0x0A]
    let latin = try source([folder.write(bytes)]) { $0.input.encoding = .latin1 }
    #expect(try readAll(latin).records.map(\.cells) == [["\u{E9}\u{80}"], ["\u{81}"]])
    let windows = try source([folder.write(bytes)]) { $0.input.encoding = .windows1252 }
    let records = try readAll(windows).records
    #expect(records.map(\.cells) == [["\u{E9}\u{20AC}"], []])
    #expect(records[1].failure == "EncodingError: line 3, column 1: the text is not valid windows-1252")
  }

  @Test func brokenUTF16FailsItsRecord() throws {
    var bytes = utf16("a,b\n1,x\n2,y\n3,z", bigEndian: false)
    bytes.replaceSubrange(14..<16, with: [0x00, 0xD8])
    bytes.append(0x41)
    let source = try source([folder.write(bytes)]) { $0.input.encoding = .utf16 }
    #expect(
      try readAll(source).records.map(\.failure) == [
        "EncodingError: line 2, column 3: the text is not valid utf-16", nil,
        "EncodingError: line 4, column 4: the text is not valid utf-16",
      ])
  }

  @Test func theOddLastByteOfUTF16IsBadText() throws {
    let bytes = utf16("a,b\n1,x\n", bigEndian: false) + [0x41]
    let source = try source([folder.write(bytes)]) { $0.input.encoding = .utf16 }
    #expect(
      try readAll(source).records.map(\.failure)
        == [nil, "EncodingError: line 3, column 1: the text is not valid utf-16"])
  }

  static let recordTexts = [
    "a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n\r\n3,4", "a,b\r1,2\r3,4\r",
    "a,b\n\"1\n1\",\"x\"\"\n\"\n\n\"3\",\"\"\n5,6\n", "a,b\n1\n\"x\"y,2\n3,4\n", "a,b\n1,\"x\n2,y\n3,z\n",
    "a,b\n" + (0..<300).map { "\($0),\"\($0)\($0 % 7 == 0 ? "\n" : "")\"\n" }.joined(),
  ]

  @Test(arguments: recordTexts, [(64, 1), (100, 1), (4096, 1), (4096, 16)])
  func inSmallChunksTheRecordsAreTheSame(text: String, size: (chunk: Int, records: Int)) throws {
    let (chunkSize, count) = size
    let path = folder.write(text)
    let csv = try source([path], chunkSize: chunkSize)
    #expect(try readAll(csv, recordsPerChunk: count).records == readAll(csv).records)
    var input = InputOptions(paths: [path])
    input.chunkSize = chunkSize
    let lines = try LinesSource(LinesOptions(input: input))
    #expect(try readAll(lines, recordsPerChunk: count).records == readAll(lines).records)
    let objects = folder.write(
      text.split(separator: "\n").map { "{\"a\": \($0.utf8.count)}\n" }.joined(), to: "o")
    input.paths = [objects]
    let json = try JSONLinesSource(JSONLinesOptions(input: input))
    #expect(try readAll(json, recordsPerChunk: count).records == readAll(json).records)
  }

  @Test func missingMarksAndWrongEncodingsAreExplained() {
    let path = folder.write(utf16("a,b\n1,2\n", bigEndian: true))
    let problem = #expect(throws: SourceProblem.self) { try source([path]) }
    #expect(problem?.message.contains("set `encoding: utf-16`") == true)
    let plain = folder.write("a,b\n", to: "plain")
    let other = #expect(throws: SourceProblem.self) { try source([plain]) { $0.input.encoding = .utf16 } }
    #expect(other?.message.contains("no UTF-16 byte order mark") == true)
  }

  @Test func missingFilesAndFoldersAreExplained() {
    #expect(#expect(throws: SourceProblem.self) { try source(["\(folder.path)/no"]) }?.kind == .missing)
    #expect(#expect(throws: SourceProblem.self) { try source(["\(folder.path)/*.no"]) }?.kind == .missing)
    #expect(#expect(throws: SourceProblem.self) { try source([folder.path]) }?.kind == .unreadable)
  }

  @Test func progressCountsStoredBytes() throws {
    let bytes = gzip(text.utf8)
    let reader = try source([folder.write(bytes)]).open(at: nil)
    #expect(reader.totalBytes == Int64(bytes.count))
    while try reader.next() != nil {}
    #expect(reader.bytesRead == Int64(bytes.count))
  }

  private func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    ("\u{FEFF}" + text).utf16.flatMap { unit in
      let high = UInt8(unit >> 8)
      let low = UInt8(unit & 0xFF)
      return bigEndian ? [high, low] : [low, high]
    }
  }
}

extension InputReaderTests {
  @Test func aPipeIsReadOnceAndCannotBeResumed() async throws {
    let path = "\(folder.path)/pipe"
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    let lines = (0..<2000).map { "\($0),x" }
    let writer = Task.detached {
      let descriptor = open(path, O_WRONLY)
      for part in ["a,", "b\n"] + lines.map({ $0 + "\n" }) { _ = write(descriptor, part, part.utf8.count) }
      close(descriptor)
    }
    let source = try CSVSource(CSVOptions(input: InputOptions(paths: [path])))
    #expect(source.schema.names == ["a", "b"])
    #expect(!source.isResumable)
    let whole = try readAll(source)
    await writer.value
    #expect(whole.records.map(\.original) == lines)
    let end = try #require(whole.ends.last)
    #expect(
      #expect(throws: SourceProblem.self) { try source.open(at: end) }?.message.contains("a pipe") == true)
  }

  @Test func globsAreSortedByBytesAndFilesReadOnce() throws {
    for name in ["b2.csv", "a.csv", "B.csv", "b10.csv", "c[1].csv", "x.txt"] { folder.write("a\n", to: name) }
    let root = folder.path
    func names(_ patterns: String...) throws -> [String] {
      try InputPaths.expand(patterns.map { "\(root)/\($0)" }).map { String($0.dropFirst(root.count + 1)) }
    }
    #expect(try names("*.csv") == ["B.csv", "a.csv", "b10.csv", "b2.csv", "c[1].csv"])
    #expect(try names("b?.csv", "[ab]*.csv") == ["b2.csv", "a.csv", "b10.csv"])
    #expect(try names("c[1].csv") == ["c[1].csv"])
    #expect(throws: SourceProblem.self) { try names("**/*.csv") }
  }
}
