import CRE2

/// A compiled regular expression in RE2's syntax; matching takes time proportional to the text.
public final class Pattern: Sendable {
  /// Why a text isn't a regular expression, in RE2's words.
  public struct SyntaxError: Error, Sendable {
    /// The reason.
    public let reason: String
  }

  /// An immutable C++ object that may be used by any number of threads at once (re2.h, "RE2 objects are thread-safe"),
  /// which is what makes the unchecked part of `Sendable` true. Released exactly once, in `deinit`.
  private nonisolated(unsafe) let handle: OpaquePointer

  /// Compiles a regular expression.
  ///
  /// - Parameter memory: bytes that program and caches may take.
  public init(_ text: String, memory: Int = 1 << 20) throws(SyntaxError) {
    var text = text
    let compiled = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cre2_compile($0.baseAddress, $0.count, Int64(memory)) }
    }
    guard let compiled else { throw SyntaxError(reason: "out of memory") }
    handle = compiled
    if let reason = cre2_error(compiled) { throw SyntaxError(reason: String(cString: reason)) }
  }

  deinit { cre2_release(handle) }

  /// Whether it matches anywhere in the text.
  public func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { matches($0) }
  }

  /// Whether it matches anywhere in the UTF-8 text.
  public func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.withMemoryRebound(to: CChar.self) { cre2_matches(handle, $0.baseAddress, $0.count) }
  }
}
