import ConfigSpec
import PipelineModel

/// The texts that mean true and false.
struct BooleanTexts: Sendable {
  /// The user's own texts, compared byte by byte; empty for the usual ones, in any case.
  private let trueTexts: [[UInt8]]
  private let falseTexts: [[UInt8]]

  init(_ options: FieldConversion) {
    trueTexts = options.trueTexts.map { Array($0.utf8) }
    falseTexts = options.falseTexts.map { Array($0.utf8) }
  }

  var hasOwnTexts: Bool { !trueTexts.isEmpty }

  @inline(__always)
  func cell(_ cell: Cell) -> Cell? {
    switch cell.tag {
    case .yes, .no: cell
    case .string, .number: value(cell.text).map { Cell($0) }
    case .integer where !hasOwnTexts && (cell.integer == 0 || cell.integer == 1): Cell(cell.integer == 1)
    default: nil
    }
  }

  private func value(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
    if hasOwnTexts {
      if trueTexts.contains(where: { $0.elementsEqual(text) }) { return true }
      return falseTexts.contains(where: { $0.elementsEqual(text) }) ? false : nil
    }
    // Up to five letters in lower case, first one highest: as fast as a comparison of integers.
    guard text.count <= 5 else { return nil }
    var word: UInt64 = 0
    for byte in text { word = word << 8 | UInt64(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) }
    switch word {
    case Word.t, Word.true, Word.y, Word.yes, Word.one: return true
    case Word.f, Word.false, Word.n, Word.no, Word.zero: return false
    default: return nil
    }
  }

  private enum Word {
    static let t: UInt64 = 0x74
    static let `true`: UInt64 = 0x7472_7565
    static let y: UInt64 = 0x79
    static let yes: UInt64 = 0x79_6573
    static let one: UInt64 = 0x31
    static let f: UInt64 = 0x66
    static let `false`: UInt64 = 0x66_616C_7365
    static let n: UInt64 = 0x6E
    static let no: UInt64 = 0x6E6F
    static let zero: UInt64 = 0x30
  }
}
