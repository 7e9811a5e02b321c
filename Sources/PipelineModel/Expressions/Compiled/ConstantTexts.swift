internal import Synchronization

/// The texts that compiled closures compare with and write; lives as long as the expression.
///
/// 64 bytes after each text are readable, as after that of any cell.
final class ConstantTexts: Sendable {
  private let buffers = Mutex<[TextBuffer]>([])

  /// A cell for a constant text.
  func cell(_ text: String) -> Cell {
    let buffer = TextBuffer(text.utf8)
    buffers.withLock { $0.append(buffer) }
    return Cell(text: buffer.base, count: buffer.count)
  }
}
