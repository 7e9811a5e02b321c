/// The lines that differ between two texts, with `-` and `+`, in order.
public enum TextDiff {
  /// Two spaces, the sign, and the line.
  public static func lines(old: String, new: String) -> String {
    let before = old.split(separator: "\n", omittingEmptySubsequences: true)
    let after = new.split(separator: "\n", omittingEmptySubsequences: true)
    let changes = after.difference(from: before)
    var result: [(Int, String)] = []
    for change in changes {
      switch change {
      case .remove(let offset, let line, _): result.append((offset, "  - \(line)"))
      case .insert(let offset, let line, _): result.append((offset, "  + \(line)"))
      }
    }
    return result.sorted { $0.0 < $1.0 }.map(\.1).joined(separator: "\n")
  }
}
