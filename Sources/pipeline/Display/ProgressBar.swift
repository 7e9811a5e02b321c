/// A bar that shows a share.
struct ProgressBar {
  /// Between 0 and 1.
  let share: Double
  let width: Int

  /// Eighths of a block give a smooth bar where the terminal has them.
  func text(hasBlocks: Bool) -> String {
    let share = min(max(share, 0), 1)
    guard hasBlocks else {
      let full = Int(share * Double(width))
      return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: width - full) + "]"
    }
    let eighths = Int(share * Double(width * 8))
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    let full = String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    return "▕" + full + String(repeating: " ", count: width - TextWidth.of(full)) + "▏"
  }
}
