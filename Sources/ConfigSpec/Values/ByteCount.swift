/// A size in bytes, written with a unit: `512KiB`, `64MiB`, `1GB`.
public struct ByteCount: ConfigText, Hashable, Comparable {
  /// The number of bytes.
  public var bytes: Int

  /// Makes a size.
  public init(_ bytes: Int) { self.bytes = bytes }

  /// A number of binary kilobytes.
  public static func kibibytes(_ count: Int) -> ByteCount { ByteCount(count << 10) }
  /// A number of binary megabytes.
  public static func mebibytes(_ count: Int) -> ByteCount { ByteCount(count << 20) }
  /// A number of binary gigabytes.
  public static func gibibytes(_ count: Int) -> ByteCount { ByteCount(count << 30) }

  /// A number and a unit.
  public static var form: TextForm {
    TextForm(
      "a size such as `64MiB`", pattern: "^[0-9]+(\\.[0-9]+)? ?(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)$",
      examples: ["512KiB", "64MiB", "1GiB"])
  }

  private static let units: [(String, Int)] = [
    ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("TB", 1_000_000_000_000),
    ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000), ("KB", 1_000), ("B", 1),
  ]

  /// Reads a number and a unit.
  public static func parse(_ text: String) throws(TextProblem) -> ByteCount {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = String(text.dropFirst(digits.count).drop { $0 == " " })
    guard let number = CoreSchema.number(String(digits)) else {
      throw TextProblem(help: "write for example `64MiB`")
    }
    guard let length = units.first(where: { $0.0 == unit })?.1 else {
      if unit.isEmpty { throw TextProblem(help: "a unit is missing: `\(digits)B` for bytes, `\(digits)MiB`") }
      let near = units.first {
        $0.0.lowercased() == unit.lowercased() || $0.0.lowercased().first == unit.lowercased().first
      }
      throw TextProblem(
        help: near.map { "write `\(digits)\($0.0)`" } ?? "the units are `B`, `KiB`, `MiB`, `GiB` and `TiB`")
    }
    let bytes = number * Double(length)
    guard bytes < 9e18 else { throw TextProblem("is too large") }
    return ByteCount(Int(bytes.rounded()))
  }

  /// The size in the largest unit that leaves no rest.
  public var configText: String {
    for (unit, length) in Self.units where bytes != 0 && bytes.isMultiple(of: length) {
      return "\(bytes / length)\(unit)"
    }
    return "\(bytes)B"
  }

  /// Orders by size.
  public static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }
}
