internal import PipelineModel

/// The members of one line that have no column, in their order; reused from line to line.
struct MemberList {
  private struct Member {
    /// The name, unescaped, in memory that the batch owns.
    var name: UnsafeBufferPointer<UInt8>
    var hash: UInt64
    /// From the name's opening quote to the end of the value, in bytes of the line.
    var start: Int
    var end: Int
  }

  private var members: [Member] = []
  /// Whether no member of a column stands between two of these, so that one slice of the line holds them all.
  private var isContiguous = true
  private var lastPosition = -1

  var isEmpty: Bool { members.isEmpty }

  mutating func removeAll() {
    members.removeAll(keepingCapacity: true)
    isContiguous = true
  }

  /// Appends the member at this place; `position` is its number among all members of the line.
  mutating func append(_ name: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int, position: Int) {
    if !members.isEmpty, position != lastPosition + 1 { isContiguous = false }
    lastPosition = position
    members.append(Member(name: name, hash: NameHash.of(name), start: start, end: end))
  }

  /// The place of a second member of the same name, if there is one.
  ///
  /// Few members are compared with each other; many are sorted by hash, so that the work stays n log n.
  func duplicate() -> Int? {
    if members.count <= 16 {
      for later in members.indices {
        for earlier in 0..<later where isSame(members[earlier], members[later]) {
          return members[later].start
        }
      }
      return nil
    }
    let sorted = members.sorted { ($0.hash, $0.start) < ($1.hash, $1.start) }
    for index in 1..<sorted.count where isSame(sorted[index - 1], sorted[index]) {
      return sorted[index].start
    }
    return nil
  }

  /// The members' text, separated by commas: a slice of the line if it can be, else a copy in the arena.
  func cell(of line: UnsafePointer<UInt8>, in batch: Batch) -> Cell {
    guard let first = members.first, let last = members.last else { return .missing }
    if isContiguous { return Cell(text: line + first.start, count: last.end - first.start, tag: .members) }
    let count = members.reduce(members.count - 1) { $0 + $1.end - $1.start }
    let target = batch.allocateText(count)
    var place = target
    for (index, member) in members.enumerated() {
      if index > 0 {
        place[0] = UInt8(ascii: ",")
        place += 1
      }
      place.update(from: line + member.start, count: member.end - member.start)
      place += member.end - member.start
    }
    return Cell(text: target, count: count, tag: .members)
  }

  private func isSame(_ left: Member, _ right: Member) -> Bool {
    left.hash == right.hash && left.name.elementsEqual(right.name)
  }
}
