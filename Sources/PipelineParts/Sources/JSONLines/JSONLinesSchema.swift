public import PipelineModel

/// Finds the columns of JSON Lines by looking at the head of the input.
public enum JSONLinesSchema {
  /// Bytes of the input that are looked at.
  public static let headLength = 64 * 1024
  /// Lines of the head that are looked at.
  public static let maximumLines = 1000
  /// Names that become columns; further ones stay in the rest slot.
  public static let maximumColumns = 1024

  /// The members' names in the order in which they first appear, all dynamic, with a rest slot after them.
  ///
  /// Lines that aren't objects are passed over: decoding reports them. Of a last line that the head cuts
  /// off, the names before the cut count. 64 bytes after the head are readable.
  public static func infer(from head: UnsafeBufferPointer<UInt8>) -> Schema {
    var names: [String] = []
    var known: Set<String> = []
    var lines = 0
    var rest = head[...]
    while !rest.isEmpty, lines < maximumLines {
      let end = rest.firstIndex(of: UInt8(ascii: "\n"))
      let line = UnsafeBufferPointer(rebasing: rest[..<(end ?? rest.endIndex)])
      let (found, isWhole) = memberNames(line)
      if isWhole || end == nil {
        for name in found where names.count < maximumColumns && known.insert(name).inserted {
          names.append(name)
        }
      }
      lines += 1
      rest = rest[(end.map { $0 + 1 } ?? rest.endIndex)...]
    }
    return open(names)
  }

  /// The schema of records that have these fields and may have more.
  public static func open(_ names: [String]) -> Schema {
    let columns = names.enumerated().map { Column(name: $1, slot: $0, type: .dynamic, isNullable: true) }
    var schema = Schema(columns: columns, isOpen: true, restSlot: columns.count)
    schema.namesOutsideRest = Set(names)
    return schema
  }

  private static func memberNames(_ line: UnsafeBufferPointer<UInt8>) -> (names: [String], isWhole: Bool) {
    guard let base = line.baseAddress else { return ([], false) }
    guard UTF8Validator.firstInvalidByte(in: line) == nil else { return ([], false) }
    var names: [String] = []
    var scanner = JSONScanner(base: base, count: line.count)
    do throws(JSONProblem) {
      scanner.skipSpace()
      guard scanner.skip(UInt8(ascii: "{")) else { return ([], false) }
      scanner.skipSpace()
      if scanner.skip(UInt8(ascii: "}")) { return ([], true) }
      repeat {
        scanner.skipSpace()
        names.append(try scanner.memberName())
        _ = try scanner.value()
        scanner.skipSpace()
      } while scanner.skip(UInt8(ascii: ","))
      guard scanner.skip(UInt8(ascii: "}")) else { return (names, false) }
      try scanner.expectEnd()
      return (names, true)
    } catch {
      return (names, false)
    }
  }
}
