import PipelineModel
import Testing

@Suite struct RollingDigestTests {
  /// What the library says without vectors wider than SSE2, of the bytes 0 to 250 over and over.
  private static let known = [
    (0, "99aa06d3014798d86001c324468d497f"), (1, "a6cd5e9392000f6ac44bdff4074eecdb"),
    (240, "65b5be86da5540e7c92b68e16f83bbb6"), (241, "1da1cb61bcb8a2a102e8cd95421c6d02"),
    (1024, "d0ac1f7b93bf57b9e5d78bafa45b2aa5"), (100_000, "54182c58bbb1337c42c23aeead96750d"),
  ]

  @Test(arguments: known)
  func isTheSameOnEveryProcessor(count: Int, expected: String) {
    var digest = RollingDigest()
    bytes(count).withUnsafeBytes { digest.update($0) }
    #expect(digest.digest.description == expected)
  }

  @Test(arguments: [1, 63, 64, 65, 255, 256, 257, 1023, 4096])
  func ofPiecesIsThatOfTheWhole(piece: Int) {
    let bytes = bytes(100_000)
    var digest = RollingDigest()
    bytes.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: piece) {
        digest.update(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + piece, bytes.count)]))
      }
      #expect(digest.digest == ContentDigest(of: bytes))
    }
  }

  private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8($0 % 251) } }
}
