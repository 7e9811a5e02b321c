/// Constant texts that a text is looked up in: one by one if they are few, else by a hash of length and ends.
struct ConstantTextSet: Sendable {
  private let members: [ConstantText]
  /// Indexes of members plus one, zero where there is none; a power of two, at least half of them empty.
  private let table: [UInt16]

  init(_ members: [ConstantText]) {
    self.members = members
    guard members.count > 8, members.count < Int(UInt16.max) else {
      table = []
      return
    }
    var size = 16
    while size < members.count * 2 { size *= 2 }
    var table = [UInt16](repeating: 0, count: size)
    for (index, member) in members.enumerated() {
      var place = Self.hash(member.cell) & (size - 1)
      while table[place] != 0 { place = (place + 1) & (size - 1) }
      table[place] = UInt16(index + 1)
    }
    self.table = table
  }

  /// Whether a text cell is one of them.
  @inline(__always)
  func contains(_ text: Cell) -> Bool {
    members.withUnsafeBufferPointer { members in
      if table.isEmpty {
        for member in members where member == text { return true }
        return false
      }
      return table.withUnsafeBufferPointer { table in
        let mask = table.count &- 1
        var place = Self.hash(text) & mask
        while table[place] != 0 {
          if members[Int(table[place]) &- 1] == text { return true }
          place = (place &+ 1) & mask
        }
        return false
      }
    }
  }

  /// Mixes the first and the last eight bytes with the length.
  @inline(__always)
  private static func hash(_ cell: Cell) -> Int {
    let text = cell.text
    var hash = UInt64(cell.length)
    if let base = text.baseAddress {
      let start = UnsafeRawPointer(base)
      let count = text.count
      if count >= 8 {
        hash ^= start.loadUnaligned(as: UInt64.self) &* 0x9E37_79B9_7F4A_7C15
        hash ^= (start + (count &- 8)).loadUnaligned(as: UInt64.self) &* 0xC2B2_AE3D_27D4_EB4F
      } else {
        let mask: UInt64 = 1 << (8 &* UInt64(count)) &- 1
        hash ^= (start.loadUnaligned(as: UInt64.self) & mask) &* 0x9E37_79B9_7F4A_7C15
      }
    }
    return Int(truncatingIfNeeded: (hash ^ hash >> 29) &* 0xBF58_476D_1CE4_E5B9 >> 33)
  }
}
