public import ConfigSpec
import PipelineModel

extension Compression: ConfigEnum {
  /// What the case means.
  public var doc: String {
    switch self {
    case .auto: "Known by the file's first bytes."
    case .none: "Taken as it is."
    case .gzip: "One or more gzip members."
    }
  }
}

extension TextEncoding: ConfigEnum {
  /// What the case means.
  public var doc: String {
    switch self {
    case .utf8: "With or without byte order mark."
    case .utf16: "In the order that the byte order mark tells."
    case .utf16LittleEndian: "Least significant byte first."
    case .utf16BigEndian: "Most significant byte first."
    case .latin1: "ISO 8859-1."
    case .windows1252: "The Western code page of Windows."
    }
  }

  /// Other words for cases.
  public static var aliases: [(name: String, value: TextEncoding)] {
    [
      ("utf8", .utf8), ("utf16", .utf16), ("latin1", .latin1), ("iso-8859-1", .latin1),
      ("cp1252", .windows1252),
    ]
  }

  /// Case does not matter.
  public static var ignoresCase: Bool { true }
}

/// One character that stands for one byte: `,`, `"\t"`.
struct ByteCharacter: ConfigValue, Equatable {
  var byte: UInt8

  static var shape: Shape {
    .text(TextForm("one ASCII character", pattern: "^[\\x00-\\x7F]$", examples: [",", ";"]))
  }

  static func decode(_ node: Node, _ decoding: inout Decoding) -> ByteCharacter? {
    guard let scalar = node.scalar else {
      decoding.reject(node, "one ASCII character")
      return nil
    }
    let named: [String: UInt8] = ["\\t": 9, "tab": 9]
    if let byte = named[scalar.text] { return ByteCharacter(byte: byte) }
    guard scalar.text.utf8.count == 1, let byte = scalar.text.utf8.first, byte < 0x80 else {
      decoding.reject(node, "one ASCII character", help: "for example `\";\"` or `\"\\t\"`")
      return nil
    }
    return ByteCharacter(byte: byte)
  }

  func json(for purpose: JSONPurpose) -> JSONValue {
    .string(byte == 9 ? "\\t" : String(UnicodeScalar(byte)))
  }
}

extension InputOptions {
  /// What a file source's options say about its input.
  init(
    _ path: OneOrMany<LocalPath>, _ encoding: TextEncoding, _ compression: Compression, maxRecord: ByteCount
  ) {
    self.init(paths: path.items.map(\.absolute))
    self.encoding = encoding
    self.compression = compression
    self.maxRecord = maxRecord.bytes
  }
}

extension SourcePlanning {
  /// Makes a source, or the stand-in for one whose files are not there; reports what is wrong.
  mutating func source(
    of input: InputOptions, _ make: () throws(SourceProblem) -> any Source
  ) -> (any Source)? {
    do throws(SourceProblem) {
      return try make()
    } catch {
      error.report(&self)
      return error.kind == .missing ? MissingSource(files: input.paths, problem: error) : nil
    }
  }
}

extension SourceProblem {
  /// Reports a problem that came up while the source was planned.
  ///
  /// A missing file is none of the pipeline file's faults: it is looked for again when the run begins.
  fileprivate func report(_ planning: inout SourcePlanning) {
    switch kind {
    case .missing:
      planning.warning(
        message, at: "path", help: "the columns are checked when the input is there; a run fails without it")
    default: planning.error(message, at: option ?? "path")
    }
  }
}
