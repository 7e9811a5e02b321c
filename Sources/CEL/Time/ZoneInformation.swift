import Glibc

/// The changes of one region's local time, read from a TZif file (RFC 8536).
final class ZoneInformation: Sendable {
  private let transitions: [Int64]
  /// The offset that begins at the transition of the same index.
  private let offsets: [Int64]
  private let offsetBeforeAll: Int64
  /// What holds after the last transition.
  private let rule: ZoneRule?

  /// Reads the zone's file from the system's zone database.
  convenience init?(named name: String) {
    let isSafe = name.utf8.allSatisfy {
      ($0 | 32 >= 97 && $0 | 32 <= 122) || (48...57).contains($0) || "/_+-".utf8.contains($0)
    }
    guard isSafe, !name.isEmpty, name.utf8.count < 100, name.utf8.first != UInt8(ascii: "/") else {
      return nil
    }
    guard let bytes = Self.contents(of: "/usr/share/zoneinfo/" + name) else { return nil }
    self.init(bytes)
  }

  /// Reads the 64-bit part of a file's contents (version 2 and later).
  init?(_ file: [UInt8]) {
    var reader = BigEndianReader(file)
    guard let first = reader.header(), first.version >= UInt8(ascii: "2"),
      reader.skip(first.size(timeSize: 4)),
      let header = reader.header()
    else { return nil }
    var transitions: [Int64] = []
    for _ in 0..<header.transitions {
      guard let time = reader.integer(8) else { return nil }
      transitions.append(time)
    }
    var indexes: [Int] = []
    for _ in 0..<header.transitions {
      guard let index = reader.integer(1) else { return nil }
      indexes.append(Int(index) & 0xFF)
    }
    var types: [(offset: Int64, isDaylight: Bool)] = []
    for _ in 0..<header.types {
      guard let offset = reader.integer(4), let isDaylight = reader.integer(1), reader.skip(1) else {
        return nil
      }
      types.append((offset, isDaylight != 0))
    }
    let rest = header.abbreviations + header.leapSeconds * 12 + header.standardMarks + header.utcMarks
    guard reader.skip(rest), let firstType = types.first, indexes.allSatisfy({ $0 < types.count }) else {
      return nil
    }
    self.transitions = transitions
    offsets = indexes.map { types[$0].offset }
    offsetBeforeAll = (types.first { !$0.isDaylight } ?? firstType).offset
    rule = reader.footer().flatMap { ZoneRule($0) }
  }

  /// Seconds to add to UTC.
  func offset(at secondsSinceEpoch: Int64) -> Int64 {
    guard let first = transitions.first, let last = transitions.last else {
      return rule?.offset(at: secondsSinceEpoch) ?? offsetBeforeAll
    }
    if secondsSinceEpoch < first { return offsetBeforeAll }
    if secondsSinceEpoch >= last, let rule { return rule.offset(at: secondsSinceEpoch) }
    var low = 0
    var high = transitions.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if transitions[middle] <= secondsSinceEpoch { low = middle } else { high = middle }
    }
    return offsets[low]
  }

  private static func contents(of path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    // The largest zone file has some 4 KiB; more is not a zone.
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var count = 0
    while count < buffer.count {
      let capacity = buffer.count - count
      let read = buffer.withUnsafeMutableBytes { bytes in
        Glibc.read(file, bytes.baseAddress.map { $0 + count }, capacity)
      }
      if read < 0 { return nil }
      if read == 0 { break }
      count += read
    }
    return Array(buffer.prefix(count))
  }
}

/// Reads the parts of a TZif file in order.
private struct BigEndianReader {
  struct Header {
    var version: UInt8
    var utcMarks: Int
    var standardMarks: Int
    var leapSeconds: Int
    var transitions: Int
    var types: Int
    var abbreviations: Int

    func size(timeSize: Int) -> Int {
      transitions * (timeSize + 1) + types * 6 + abbreviations + leapSeconds * (timeSize + 4) + standardMarks
        + utcMarks
    }
  }

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// A signed integer of so many bytes.
  mutating func integer(_ size: Int) -> Int64? {
    guard position + size <= bytes.count else { return nil }
    var number: Int64 = 0
    for byte in bytes[position..<position + size] { number = number << 8 | Int64(byte) }
    position += size
    let shift = 64 - 8 * size
    return (number << shift) >> shift
  }

  mutating func skip(_ count: Int) -> Bool {
    guard count >= 0, position + count <= bytes.count else { return false }
    position += count
    return true
  }

  mutating func header() -> Header? {
    guard position + 44 <= bytes.count, bytes[position..<position + 4].elementsEqual("TZif".utf8) else {
      return nil
    }
    let version = bytes[position + 4]
    position += 20
    var counts: [Int] = []
    for _ in 0..<6 {
      guard let count = integer(4), count >= 0, count <= 65_536 else { return nil }
      counts.append(Int(count))
    }
    return Header(
      version: version, utcMarks: counts[0], standardMarks: counts[1], leapSeconds: counts[2],
      transitions: counts[3], types: counts[4], abbreviations: counts[5])
  }

  /// The text between the last two line feeds.
  func footer() -> String? {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\n") else { return nil }
    let line = bytes[(position + 1)...].prefix { $0 != UInt8(ascii: "\n") }
    return String(decoding: line, as: UTF8.self)
  }
}
