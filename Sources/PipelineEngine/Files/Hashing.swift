import CCrypto
import CXXHash
import PipelineModel

/// XXH3-128 of `text`, as 32 hexadecimal digits, for stable ids.
func stableID(_ text: String, seed: UInt64 = 0) -> String {
  var text = text
  let hash = text.withUTF8 { XXH3_128bits_withSeed($0.baseAddress, $0.count, seed) }
  return ContentDigest(high: hash.high64, low: hash.low64).description
}

/// SHA-256 of `text` as 64 hexadecimal digits, for plans.
func sha256(_ text: String) -> String {
  var digest = [UInt8](repeating: 0, count: 32)
  var text = text
  let isDone = text.withUTF8 { EVP_Digest($0.baseAddress, $0.count, &digest, nil, EVP_sha256(), nil) }
  precondition(isDone == 1, "libcrypto offers no SHA-256")
  return digest.map(hexadecimal).joined()
}

private func hexadecimal(_ byte: UInt8) -> String {
  let text = String(byte, radix: 16)
  return byte < 16 ? "0" + text : text
}
