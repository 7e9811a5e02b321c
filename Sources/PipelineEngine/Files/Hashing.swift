import CCrypto

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
