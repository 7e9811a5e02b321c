import CCrypto
import CXXHash

/// A rolling XXH3-128 digest: detects changed data, at the speed of memory.
struct RollingDigest: ~Copyable {
  private let state: OpaquePointer

  init() {
    guard let state = XXH3_createState() else { fatalError("out of memory") }
    self.state = state
    _ = XXH3_128bits_reset(state)
  }

  deinit { _ = XXH3_freeState(state) }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    _ = XXH3_128bits_update(state, bytes.baseAddress, bytes.count)
  }

  /// The digest of everything so far, as 32 hexadecimal digits; more may follow.
  func text() -> String { hexadecimal(XXH3_128bits_digest(state)) }
}

/// XXH3-128 of `text`, as 32 hexadecimal digits, for stable ids.
func stableID(_ text: String, seed: UInt64 = 0) -> String {
  var text = text
  return text.withUTF8 { hexadecimal(XXH3_128bits_withSeed($0.baseAddress, $0.count, seed)) }
}

/// SHA-256 of `text` as 64 hexadecimal digits, for plans.
func sha256(_ text: String) -> String {
  var digest = [UInt8](repeating: 0, count: 32)
  var text = text
  let isDone = text.withUTF8 { EVP_Digest($0.baseAddress, $0.count, &digest, nil, EVP_sha256(), nil) }
  precondition(isDone == 1, "libcrypto offers no SHA-256")
  return digest.map(hexadecimal).joined()
}

private func hexadecimal(_ hash: XXH128_hash_t) -> String { padded(hash.high64) + padded(hash.low64) }

private func padded(_ word: UInt64) -> String {
  let text = String(word, radix: 16)
  return String(repeating: "0", count: 16 - text.count) + text
}

private func hexadecimal(_ byte: UInt8) -> String {
  let text = String(byte, radix: 16)
  return byte < 16 ? "0" + text : text
}
